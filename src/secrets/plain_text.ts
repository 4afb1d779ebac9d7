/** Secrets in text of any kind: commands, log lines, messages, Python's way to print a dict. */
import { isNoSecret, isSecret, isSecretName, MASK, maskValue, mayBeSecret } from "./names.ts";
import { valuesAfter } from "./named_values.ts";

/** Told each secret as it stands in the text. */
export type Found = (secret: string) => void;

// Most text holds none of these: one look decides.
const HINT =
  /key|token(?!s|iz)|auth|secret|pass|pwd|credential|cookie|bearer|:\/\/[^\s/]*@|[?&](?:x-amz-)?sig|[_-]pat\b|\bpat\b|\bpin\b|jwt|otp\b|dsn|sas\b|hooks?[/.]|webhook|connection|conn_?str|curl|-k[ =]|\/bot\d|hf_|sk[-_]|gh[pousr]_|github_pat_|glpat-|nvapi-|xox[abprs]-|AIza|A[KS]IA|eyJ|ya29|npm_|gsk_|r8_|pypi-|dckr_|xai-|SG\.|hvs\.|dop_v1_|shpat_/i;
const USER_OF_URL = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/?#"'<>\\]+)@/gi;
// A rule of dashes around a title is no flag.
const NAME = /(?<![A-Za-z0-9_])(?:(?<!-)-{1,2})?[A-Za-z_](?:[\w.]|-(?!-))*/g;
// Keys whose issuers gave them a form of their own.
const SHAPES =
  /(?<![A-Za-z0-9_-])(?:hf_(?:(?=[A-Za-z]*\d)[A-Za-z0-9]{12,}|[A-Za-z0-9]{20,})|sk[-_](?=[A-Za-z_-]*\d)[\w-]{16,}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|nvapi-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{30,}|A[KS]IA[A-Z0-9]{16}|ya29\.[\w-]{20,}|(?:npm|gsk|r8)_(?=[A-Za-z]*\d)[A-Za-z0-9]{20,}|(?:pypi|xai)-(?=[A-Za-z_-]*\d)[\w-]{20,}|dckr_[a-z]+_[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|hvs\.[\w-]{20,}|(?:dop_v1|shpat)_[0-9a-f]{32,}|AGE-SECRET-KEY-1[A-Z0-9]{20,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+)/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g;
const BEARER = /\bBearer +(?=[\w.~+/-]*[\d._~+/-])([\w.~+/-]{6,}=*)/g;

// What comes behind these opens the door by itself.
const WEBHOOK =
  /((?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks|webhook\.office\.com\/webhookb2|outlook\.office(?:365)?\.com\/webhook|hooks\.zapier\.com\/hooks|open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook|:\/\/[\w.:-]+\/hooks(?=\/\w{20}))\/|api\.telegram\.org\/bot)([^\s"'`<>\\)\]},;]+)/gi;
const LOGIN_OF_CURL =
  /(\bcurl\b[^\n|;&]*?\s(?:-[uU]|--(?:proxy-)?user)(?:=|\s+|)["']?[^\s:"'=]+:)([^\s"']+)/g;

/** The text with the mask in place of each secret that its surroundings or its form give away. */
export function maskPlainText(text: string, found: Found): string {
  if (!HINT.test(text)) return text;
  const users = maskUsers(text, found);
  const blocks = users.replace(PRIVATE_KEY, (secret) => masked(secret, found));
  return maskNamed(blocks, found)
    .replace(WEBHOOK, (_, head: string, secret: string) => head + masked(secret, found))
    .replace(LOGIN_OF_CURL, (_, head: string, secret: string) => head + masked(secret, found))
    .replace(SHAPES, (secret) => masked(secret, found))
    .replace(BEARER, (_, secret: string) => `Bearer ${masked(secret, found)}`);
}

function masked(secret: string, found: Found): string {
  if (secret !== MASK) found(secret);
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
    const asked = name ?? (mayBeSecret(match[0]) ? match[0] : null);
    if (asked === null) continue;
    const next = match.index + match[0].length;
    let end = next;
    for (const { start, end: stop } of valuesAfter(text, match.index, next, asked)) {
      // The end of a sentence.
      const length = name === null
        ? text.slice(start, stop).replace(/\.$/, "").length
        : stop - start;
      const value = text.slice(start, start + length);
      if (name === null && !isSecret(asked, value)) continue;
      out += text.slice(done, start) + maskValue(value, found);
      done = start + length;
      end = stop;
    }
    NAME.lastIndex = end;
  }
  return done === 0 ? text : out + text.slice(done);
}

function secretName(text: string, match: RegExpExecArray): string | null {
  const name = match[0];
  // `Time per Output Token: 12.3`
  const isProse = /^token$/i.test(name) &&
    !isSecretName(
      `${/[\w-]+(?= $)/.exec(text.slice(Math.max(0, match.index - 20), match.index))?.[0]} token`,
    );
  if (isProse) return null;
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
