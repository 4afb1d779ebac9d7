/** A measured value and the bound it has to keep. */

/** One line of the report. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly bound: number;
  readonly unit: string;
}

/** `name: value of bound (ratio)`. */
export function measureText({ name, value, bound, unit }: Measure): string {
  const verdict = value <= bound ? "ok" : "OVER";
  const ratio = (value / bound).toFixed(2);
  return `${verdict.padEnd(5)}${name.padEnd(58)}${
    value.toFixed(2).padStart(9)
  } / ${bound} ${unit} (${ratio})`;
}
