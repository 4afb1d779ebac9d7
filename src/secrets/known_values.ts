/** Secrets whose values are known, found in whatever way they are written. */
import { isNoSecret, MASK } from "./names.ts";

/** Shorter values would be found in the middle of harmless words. */
export const MIN_KNOWN_LENGTH = 6;

/** A function that puts the mask in the place of each of the values, the longest first; null if there is none. */
export function replacerOf(values: Iterable<string>): ((text: string) => string) | null {
  const forms = new Set<string>();
  for (const value of values) {
    if (value.length < MIN_KNOWN_LENGTH || isNoSecret(value) || value.includes(MASK)) continue;
    for (const form of formsOf(value)) forms.add(form);
  }
  if (forms.size === 0) return null;
  const pattern = [...forms]
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"))
    .join("|");
  const expression = new RegExp(pattern, "g");
  return (text) => text.replace(expression, MASK);
}

/** The value as it is, in JSON, in JSON within JSON, in Python, in each kind of a shell's quotes, and in a URL. */
function formsOf(value: string): string[] {
  const json = inJson(value);
  const ascii = json.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const forms = [
    value,
    json,
    ascii,
    inJson(json),
    inJson(ascii),
    value.replace(/[\\']/g, "\\$&"),
    value.replaceAll("'", `'"'"'`),
    value.replaceAll("'", `'\\''`),
    inJson(value.replaceAll("'", `'"'"'`)),
    value.replace(/["\\$`]/g, "\\$&"),
  ];
  // A text with half a surrogate pair has no form in a URL.
  if (!value.isWellFormed()) return forms;
  const url = encodeURIComponent(value);
  // Python's quote keeps the slash and encodes what JavaScript's leaves alone.
  const python = url.replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  for (const form of [url, python, python.replaceAll("%2F", "/")]) {
    forms.push(form, form.replaceAll("%20", "+"));
    forms.push(form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  }
  return forms;
}

function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
