/** Secrets in JSON text. Only strings are replaced and numbers under a secret's name, so that it stays JSON. */
import { isNoSecret, isSecret, isSecretName, MASK } from "./names.ts";
import type { Found } from "./plain_text.ts";

/** What becomes of the strings. */
export interface StringMaskers {
  readonly found: Found;
  readonly text: (text: string) => string;
  /** A masker for the words of one command. */
  readonly words: () => (word: string) => string;
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;
const ARGV = /^(?:argv|args|command|serve|bench|afterBench|warmup)$/;

interface Level {
  /** The key before the value that comes next; null in an array. */
  key: string | null;
  readonly array: boolean;
  readonly word: ((word: string) => string) | null;
}

/** True for keys of ours whose array of strings is a command. */
export function isArgvName(key: string): boolean {
  return ARGV.test(key);
}

/** True if the text is one JSON object, array or string. */
export function isJsonDocument(text: string): boolean {
  if (!/^\s*[{["]/.test(text) || !/[}\]"]\s*$/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Masks the strings of a JSON document and leaves the rest of its text as it is. */
export function maskJsonText(text: string, maskers: StringMaskers): string {
  const levels: Level[] = [];
  let hidden = 0;
  let last = "";
  return text.replace(TOKEN, (token, at: number) => {
    const opens = token === "{" || token === "[";
    const closes = token === "}" || token === "]";
    if (hidden > 0) {
      if (token.startsWith('"')) tell(JSON.parse(token), maskers.found);
      hidden += opens ? 1 : closes ? -1 : 0;
      return "";
    }
    const level = levels.at(-1);
    const isKey = token.startsWith('"') && level?.array === false && last !== ":";
    last = token;
    if (token === "," || token === ":") return token;
    if (closes) {
      levels.pop();
      return token;
    }
    if (isKey) {
      level.key = JSON.parse(token);
      return token;
    }
    const key = level?.key ?? null;
    const secret = key !== null && isSecretName(key);
    if (opens) {
      if (secret && !/^[{[]\s*[}\]]/.test(text.slice(at, at + 100))) {
        hidden = 1;
        return `"${MASK}"`;
      }
      const array = token === "[";
      const command = array && (key === null || isArgvName(key));
      levels.push({ key: null, array, word: command ? maskers.words() : null });
      return token;
    }
    if (!token.startsWith('"')) return secret && /\d/.test(token) ? `"${MASK}"` : token;
    const string: string = JSON.parse(token);
    const now = key !== null && isSecret(key, string)
      ? tell(string, maskers.found)
      : (level?.word ?? maskers.text)(string);
    return now === string ? token : JSON.stringify(now);
  });
}

function tell(secret: string, found: Found): string {
  if (isNoSecret(secret)) return secret;
  found(secret);
  return MASK;
}
