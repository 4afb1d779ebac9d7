/** Values of parameters as people read them. */
import { pyJson } from "./python.ts";
import type { Json } from "./value.ts";

/** A value as text: strings as they are. */
export function valueText(value: Json): string {
  return typeof value === "string" ? value : pyJson(value);
}
