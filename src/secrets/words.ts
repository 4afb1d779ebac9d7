/** Secrets in the words of a command: there each value is known to its end. */
import {
  isFlag,
  isSecret,
  isSecretName,
  MASK,
  maskValue,
  mayBeSecret,
  takesMany,
} from "./names.ts";
import type { Found } from "./plain_text.ts";

const OPTION = /^(--?[A-Za-z][\w.-]*)(?:(=)([\s\S]*))?$/;
const ASSIGNMENT = /^(-[A-Za-z])?([A-Za-z_][\w.-]*)(\s*=\s*|\s*:(?!\/\/)\s*)([\s\S]+)$/;
const PARAMETER_OF_URL = /([?&])([\w.-]+)=([^&#]*)/g;
const USER_OF_URL = /^([a-z][a-z0-9+.-]*:\/\/)([^\s/?#@]+)(@[^\s]*)$/i;
// The value is a command of its own: `sh -c`, `bash -lc`, `--serve-cmd`.
const OF_COMMAND = /^-[a-z]*c$|[-_]cmd$|[-_]command$/;

/** Options of curl with `USER:PASSWORD`. */
const LOGIN = /^(?:-[uU]|--(?:proxy-)?user)$/;

/**
 * Masks one word after the other, each in the light of those before.
 *
 * @param text Masks what is neither the value of a secret flag nor `NAME=value`.
 */
export function wordMasker(found: Found, text: (word: string) => string): (word: string) => string {
  let expected: "nothing" | "secret" | "secrets" | "random" | "login" | "command" = "nothing";
  let isCurl = false;

  function value(word: string, ofCommand: boolean): string {
    const assignment = ofCommand ? null : ASSIGNMENT.exec(word);
    if (assignment === null || !isSecret(assignment[2]!, assignment[4]!)) return text(url(word));
    const [, short = "", name, sign, rest] = assignment;
    return `${short}${name}${sign}${maskValue(rest!, found)}`;
  }

  /** A URL in a word of its own ends with the word: its password and its parameters may hold quotes. */
  function url(word: string): string {
    if (!/^[a-z][a-z0-9+.-]*:\/\/\S*$/i.test(word)) return word;
    const plain = word.replace(
      PARAMETER_OF_URL,
      (whole, sign: string, key: string, value: string) =>
        isSecret(key, value) ? `${sign}${key}=${maskValue(value, found)}` : whole,
    );
    const [, scheme, user, rest] = USER_OF_URL.exec(plain) ?? [];
    if (user === undefined || !user.includes(":")) return plain;
    found(user.slice(user.indexOf(":") + 1));
    return `${scheme}${MASK}${rest}`;
  }

  return (word) => {
    const before = expected;
    if ((before === "secret" || before === "secrets") && !isFlag(word)) {
      if (before === "secret") expected = "nothing";
      return maskValue(word, found);
    }
    if (before === "random" && isSecret("-k", word)) {
      expected = "nothing";
      return maskValue(word, found);
    }
    const login = before === "login" ? /^([^:]*:)(.+)$/s.exec(word) : null;
    if (login !== null) {
      expected = "nothing";
      return `${login[1]}${maskValue(login[2]!, found)}`;
    }
    expected = "nothing";
    isCurl ||= /(?:^|\/)curl$/.test(word);
    const joined = isCurl ? /^(-[uU][^:]*:)(.+)$/s.exec(word) : null;
    if (joined !== null) return `${joined[1]}${maskValue(joined[2]!, found)}`;
    const option = before === "command" ? null : OPTION.exec(word);
    if (option === null) return value(word, before === "command");
    const [, name, sign, rest] = option;
    const secret = isSecretName(name!);
    if (sign === undefined) {
      if (secret) expected = takesMany(name!) ? "secrets" : "secret";
      else if (isCurl && LOGIN.test(name!)) expected = "login";
      else if (mayBeSecret(name!)) expected = "random";
      else if (OF_COMMAND.test(name!)) expected = "command";
      return text(word);
    }
    return `${text(name!)}=${
      isSecret(name!, rest!) ? maskValue(rest!, found) : value(rest!, OF_COMMAND.test(name!))
    }`;
  };
}
