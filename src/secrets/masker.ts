/** Masks with the secret values of one sweep known, and the functions that need to know none. */
import { replacerOf } from "./known_values.ts";
import { isNoSecret } from "./names.ts";
import { Rewriter } from "./rewriter.ts";

const STRUCTURAL = new Rewriter((text) => text, () => {});

/** A command with the mask in place of each secret that a flag, a name, a header, a URL or JSON text in it gives away. */
export function maskArgv(argv: readonly string[]): string[] {
  return STRUCTURAL.argv(argv);
}

/** The same for text of any kind: a command in one string, a log, a message, one JSON document (which stays one). */
export function maskText(text: string): string {
  return STRUCTURAL.text(text);
}

/** Variables, those with a secret's name masked whole, the others as text. */
export function maskEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return STRUCTURAL.env(env);
}

/** The values that {@linkcode maskArgv} or {@linkcode maskEnv} would mask, for a {@linkcode Masker}. */
export function secretValues(
  source: readonly string[] | Readonly<Record<string, string>>,
): string[] {
  const values = new Set<string>();
  const collector = new Rewriter((text) => text, (secret) => {
    for (const value of readingsOf(secret)) if (!isNoSecret(value)) values.add(value);
  });
  if (isArgv(source)) collector.argv(source);
  else collector.env(source);
  return [...values];
}

/** Masks the secrets of one sweep wherever they come up, also without the name that gives them away. */
export class Masker {
  readonly #rewriter: Rewriter;
  /** There is something to hide. */
  readonly hasSecrets: boolean;

  /** @param values Secrets, from {@linkcode secretValues}. Those under 6 characters are masked by name only. */
  constructor(values: Iterable<string>) {
    const known = [...values];
    this.hasSecrets = known.length > 0;
    this.#rewriter = new Rewriter(replacerOf(known) ?? ((text) => text), () => {});
  }

  /**
   * A text without secrets. In a JSON document only strings change, and numbers under a secret's name: keys stay as they
   * are, so that it is the same JSON but for the secrets.
   */
  text(text: string): string {
    return this.#rewriter.text(text);
  }

  /** A command without secrets. */
  argv(argv: readonly string[]): string[] {
    return this.#rewriter.argv(argv);
  }

  /**
   * A deep copy of plain data without secrets: keys stay, what is under a secret's name is masked whole, arrays named as
   * commands (`argv`, `serve`, `bench`, ...) are masked as such. Instances of classes, but for Map, are not copied.
   */
  value<T>(value: T): T {
    return this.#rewriter.value(value) as T;
  }
}

/** A secret as it was written, and what a shell, a JSON reader or a URL makes of it. */
function readingsOf(written: string): string[] {
  const readings = [written, written.replace(/'"'"'|'\\''/g, "'")];
  try {
    readings.push(String(JSON.parse(`"${written}"`)));
  } catch {
    // It was not written as a part of JSON text.
  }
  try {
    readings.push(decodeURIComponent(written));
  } catch {
    // It was not written as a part of a URL.
  }
  // Servers take several keys in one value.
  readings.push(...written.split(",").filter((part) => part.length >= 8));
  return readings;
}

function isArgv(
  source: readonly string[] | Readonly<Record<string, string>>,
): source is readonly string[] {
  return Array.isArray(source);
}
