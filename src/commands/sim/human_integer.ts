/** Whole numbers as vLLM takes them for lengths: `4096`, `8k` is 8000, `8K` is 8192, `25.6k` is 25600. */
import { UsageError } from "../../lib/errors.ts";

const DECIMAL: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
const BINARY: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** @throws {UsageError} For anything else than a whole number above 0. */
export function humanInteger(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)([a-zA-Z]?)$/.exec(text);
  const [, digits, unit] = match ?? [];
  const factor = unit === "" ? 1 : DECIMAL[unit ?? ""] ?? BINARY[unit ?? ""];
  const value = Math.floor(Number(digits) * (factor ?? NaN));
  const isExact = unit !== "" || !text.includes(".");
  if (!isExact || !Number.isSafeInteger(value) || value < 1) {
    throw new UsageError(
      `--${option} is "${text}", expected a whole number such as 4096, 8k or 8K`,
    );
  }
  // Binary units take whole numbers only, as in vLLM.
  if (BINARY[unit ?? ""] !== undefined && text.includes(".")) {
    throw new UsageError(`--${option} is "${text}", expected a whole number before ${unit}`);
  }
  return value;
}
