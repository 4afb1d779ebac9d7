/** Secrets in text of any kind: commands, log lines, messages, Python's way to print a dict. */
import { isNoSecret, isSecretName, MASK, maskValue } from "./names.ts";
import { valuesAfter } from "./named_values.ts";

/** Told each secret as it stands in the text. */
export type Found = (secret: string) => void;

// Most text holds none of these: one look decides.
const HINT =
  /key|token(?!s|iz)|auth|secret|pass|pwd|credential|cookie|bearer|:\/\/[^\s/]*@|[?&](?:x-amz-)?sig|hf_|sk-|gh[pousr]_|github_pat_|glpat-|nvapi-|xox[abprs]-|AIza|AKIA|eyJ/i;
const USER_OF_URL = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/?#"'<>\\]+)@/gi;
const NAME = /(?<![A-Za-z0-9_])-{0,2}[A-Za-z_][\w.-]*/g;
// Keys whose issuers gave them a form of their own.
const SHAPES =
  /(?<![A-Za-z0-9_-])(?:hf_[A-Za-z0-9]{20,}|sk-(?=[A-Za-z_-]*\d)[\w-]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|nvapi-[\w-]{20,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{30,}|AKIA[A-Z0-9]{16}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+)/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g;
const BEARER = /\bBearer +(?=[\w.~+/-]*[\d._~+/-])([\w.~+/-]{6,}=*)/g;

/** The text with the mask in place of each secret that its surroundings or its form give away. */
export function maskPlainText(text: string, found: Found): string {
  if (!HINT.test(text)) return text;
  const users = maskUsers(text, found);
  const blocks = users.replace(PRIVATE_KEY, (secret) => masked(secret, found));
  return maskNamed(blocks, found)
    .replace(SHAPES, (secret) => masked(secret, found))
    .replace(BEARER, (_, secret: string) => `Bearer ${masked(secret, found)}`);
}

function masked(secret: string, found: Found): string {
  found(secret);
  return MASK;
}

function maskUsers(text: string, found: Found): string {
  if (!text.includes("://")) return text;
  return text.replace(USER_OF_URL, (whole, scheme: string, user: string) => {
    const colon = user.indexOf(":");
    const secret = user.slice(colon + 1);
    // `ssh://git@host` is a name; `https://ghp_x@host` is a token.
    if (secret === MASK || (colon < 0 && !/^https?:/i.test(scheme))) return whole;
    if (!isNoSecret(secret)) found(secret);
    return `${scheme}${MASK}@`;
  });
}

function maskNamed(text: string, found: Found): string {
  let out = "";
  let done = 0;
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match !== null; match = NAME.exec(text)) {
    const name = secretName(text, match);
    if (name === null) continue;
    const next = match.index + match[0].length;
    let end = next;
    for (const { start, end: stop } of valuesAfter(text, match.index, next, name)) {
      out += text.slice(done, start) + maskValue(text.slice(start, stop), found);
      done = end = stop;
    }
    NAME.lastIndex = end;
  }
  return done === 0 ? text : out + text.slice(done);
}

function secretName(text: string, match: RegExpExecArray): string | null {
  const name = match[0];
  if (isSecretName(name)) return name;
  const before = text[match.index - 1];
  if (before === "?" || before === "&") {
    return /^(?:x-amz-)?(?:sig|signature|credential)$/i.test(name) ||
        name === "key" && /^=[\w-]{16}/.test(text.slice(match.index + 3, match.index + 20))
      ? name
      : null;
  }
  // The `n` of an escaped end of line.
  return before === "\\" && /^[nrt]/.test(name) && isSecretName(name.slice(1))
    ? name.slice(1)
    : null;
}
