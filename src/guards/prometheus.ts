/** Reads the text format of Prometheus, as far as sums of counters need it. */

/** `name{labels} value timestamp`; labels may hold any text in quotes, braces too. */
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{.*\})?[ \t]+(\S+)/;

/**
 * Sums of counters over all their labels. A counter may be written with `_total` behind its name or without; where a text has
 * both, the one with it counts.
 *
 * @param names Names without `_total`.
 * @returns Those that the text has, by name. Lines that are no samples, and values that are no numbers, are passed over.
 *
 * See https://prometheus.io/docs/instrumenting/exposition_formats/.
 */
export function counterSums(text: string, names: readonly string[]): Map<string, number> {
  const wanted = new Set(names.flatMap((name) => [name, `${name}_total`]));
  const sums = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line.startsWith("#")) continue;
    const [, name, value] = SAMPLE.exec(line) ?? [];
    if (name === undefined || !wanted.has(name)) continue;
    const number = Number(value);
    if (Number.isFinite(number)) sums.set(name, (sums.get(name) ?? 0) + number);
  }
  return new Map(
    names.map((name) => [name, sums.get(`${name}_total`) ?? sums.get(name)] as const)
      .filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
