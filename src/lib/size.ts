/** Sizes in bytes as text, and back. */

/** Binary units, in which sizes are shown; the last one is for all that is larger. */
const BINARY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** Bytes per unit: decimal ones in powers of 1000, binary ones and the bare letters of df, dd and systemd in powers of 1024. */
const UNIT_BYTES: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["B", 1],
  ["kB", 1_000],
  ...["K", "M", "G", "T", "P"].flatMap((letter, index): [string, number][] => [
    [letter, 1024 ** (index + 1)],
    [`${letter}iB`, 1024 ** (index + 1)],
    [`${letter}B`, 1000 ** (index + 1)],
  ]),
]);

/**
 * `1024` (bytes), `500MB` (decimal), `2GiB` (binary), `1.5G` (binary, as df and systemd read it). Capital letters
 * count: a small `m` or `b` is a thousandth or a bit elsewhere.
 *
 * @returns Whole bytes, which may be more than a double can hold exactly; null if the text is no size.
 */
export function parseSize(text: string): number | null {
  const parts = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z]*)\s*$/.exec(text);
  const unit = parts === null ? undefined : UNIT_BYTES.get(parts[2]!);
  return parts === null || unit === undefined ? null : Math.round(Number(parts[1]) * unit);
}

/** `1.5 GiB`: a size for a message, in the largest binary unit that it fills, rounded down to two decimals. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < BINARY_UNITS.length - 1; unit++) value /= 1024;
  return `${Math.floor(value * 100) / 100} ${BINARY_UNITS[unit]}`;
}
