/** Numbers of things as text. */

/** `1 run`, `2 runs`. @param shown The number as it is to be read, for example with separators. */
export function counted(
  count: number,
  noun: string,
  plural = `${noun}s`,
  shown = String(count),
): string {
  return `${shown} ${count === 1 ? noun : plural}`;
}
