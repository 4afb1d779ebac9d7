/** Which names say that their value is a secret, and which values are none. */

/** What stands in the place of a secret. */
export const MASK = "***";

const HINT =
  /key|token|secret|pass|pwd|credential|auth|cookie|pat$|pin|mfa|jwt|otp|dsn|sas|hook|connection|conn_?str/i;
const ALWAYS =
  /(?:password|passwd|passphrase|passcode|secret|credential|authorization|connectionstring)s?$|^sshpass$/;
const JOINED = /(?:api|access|auth|secret|private)(?:key|token)s?$/;

/** Names of where, which or how long: `HF_TOKEN_PATH`, `secret_name`, `auth_token_type`. */
const ABOUT = words(
  "file files path paths dir directory name names url uri type mode policy version provider manager",
  "store backend enabled required length region expiry ttl parser count limit str",
);

/** What makes a key one that opens something; `cache_key`, `sort_key` and `public_key` open nothing. */
const OPENING = words(
  "api access private secret auth account admin encryption signing master service subscription",
  "license shared storage openai anthropic azure wandb hf huggingface aws gcp google mistral groq",
  "cohere deepseek together replicate nvidia ngc ssh deploy hmac client app application bot gpg pgp jwt",
  "session webhook cipher crypto crypt tenant user host",
);

/** What opens something all by itself. */
const TOKENS = words("pat jwt otp totp dsn sas webhook webhooks");

/** Whose number a PIN is; a processor has pins too. */
const PERSONAL = words("user card sim account admin login security device hsm smartcard token my");

/** Keys that say where something stands or how it is sorted. */
const OF_DATA = words(
  "cache sort public primary foreign partition routing group row column order cell config metric label",
  "lookup object index prefix shard query json dict map parameter param axis series legend",
  "run start server identity",
);

/** Tokens of a model and counts of them, which are no secrets. */
const OF_TEXT = words(
  "eos bos pad unk mask sep cls eot eod stop start end begin image video audio special per next first",
  "last max min num new draft prompt input output total mean each every one placeholder think",
  "reasoning prefill decode encoder decoder chunk separator delimiter trigger skip ignore step by",
  "added call tool mm vision block sampled target bonus inter intra 1st 2nd nth",
);

/** Tokens in the plural that are secrets all the same. */
const GRANTING = words("auth access api bearer refresh hf secret session");

const SWITCHES = words("no disable enable skip use require allow with without is has");

/**
 * True if the value under this name is a secret. The name is a variable, a JSON key, a header or a flag, in any spelling:
 * `HF_TOKEN`, `apiKey`, `x-api-key`, `--hf-token`.
 */
export function isSecretName(name: string): boolean {
  if (!HINT.test(name)) return false;
  const parts = partsOf(name);
  const last = parts.at(-1) ?? "";
  const before = parts.at(-2) ?? "";
  if (
    /\bwebhooks? (?:url|uri|endpoint)s?$|\b(?:connection|conn) str(?:ing)?$|\b(?:pin|mfa|otp) codes?$/
      .test(parts.join(" "))
  ) {
    return true;
  }
  if (ABOUT.has(last) || parts[0] === "no") return false;
  // An identifier, but scanners for leaked keys report it.
  if (parts.some((part) => ALWAYS.test(part)) || / access key\b/.test(` ${parts.join(" ")}`)) {
    return true;
  }
  switch (last) {
    case "token":
      return !OF_TEXT.has(before);
    case "tokens":
      return GRANTING.has(before);
    case "key":
    case "keys":
      return OPENING.has(before);
    case "pass":
    case "pwd":
      return parts.length > 1 && before !== "old" || name.startsWith("--");
    case "pin":
      return parts.length === 1 || PERSONAL.has(before);
    case "auth":
      return !SWITCHES.has(parts[0]!);
    case "cookie":
    case "cookies":
      return true;
    default:
      return JOINED.test(last) || TOKENS.has(last);
  }
}

/**
 * True if the value under this name is a secret, by the name or, where that may mean anything (`key`, `-k`, `SIGN_KEY`), by a value
 * that looks random.
 */
export function isSecret(name: string, value: string): boolean {
  return isSecretName(name) || mayBeSecret(name) && looksRandom(value);
}

/** True for a name that has secrets and other values. */
export function mayBeSecret(name: string): boolean {
  if (name === "-k") return true;
  if (!/keys?$/i.test(name)) return false;
  const parts = partsOf(name);
  return /^keys?$/.test(parts.at(-1) ?? "") && !OF_DATA.has(parts.at(-2) ?? "") &&
    parts[0] !== "no";
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A hash, which the key of a run is. */
const SHA256 = /^(?:sha256:)?[0-9a-f]{64}$/;

/**
 * True for a word that nobody would choose: letters and digits that alternate, or small and large letters among digits, in a row of
 * ten or more without a separator.
 */
function looksRandom(value: string): boolean {
  if (SHA256.test(value)) return false;
  if (UUID.test(value)) return true;
  if (!/^[\w+/=.~-]+$/.test(value)) return false;
  return value.split(/[-_./+=~]+/).some((part) => {
    if (part.length < 10 || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false;
    const changes = part.match(/(?<=\d)[A-Za-z]|(?<=[A-Za-z])\d/g)?.length ?? 0;
    return changes >= 3 || /[a-z]/.test(part) && /[A-Z]/.test(part);
  });
}

/** A text that was to be `NAME=VALUE` and is none, for a message: what stands behind its first word may be the value. */
export function firstWord(text: string): string {
  return text.replace(/(?<=[^\s:])[\s:][^]*/, " ...");
}

/** True if the flag takes several values, as `--api-key` of vLLM does. */
export function takesMany(flag: string): boolean {
  return /api[-_]?keys?$/i.test(flag);
}

/**
 * True if the word begins an option rather than being the value of the one before. A secret may begin with one dash, as
 * base64 for URLs does; short options are short.
 */
export function isFlag(word: string): boolean {
  return word.startsWith("--") || word.startsWith("-") && (word.length < 8 || /[.=]/.test(word));
}

const NO_SECRET =
  /^(?:empty|none|null|true|false|yes|no|on|off|0|1|\*{3}|\(unset\)|\(no value\)|''|"")?$/i;
// A variable that the shell fills in, or a placeholder of a help text.
const STANDS_FOR = /^(?:\$[A-Z_][A-Z0-9_]*|\$\{[A-Z_][A-Z0-9_]*\}|<[a-z][a-z _-]*>)$/;

/** True for values that tell nothing: nothing at all, `EMPTY` as vLLM's clients send it, a switch, `$HF_TOKEN`. */
export function isNoSecret(value: string): boolean {
  return NO_SECRET.test(value) || STANDS_FOR.test(value);
}

const SCHEME = /^(?:Bearer|Basic|Token|Digest|ApiKey|Negotiate)\s+(?=\S)/i;

/** The length of `Bearer ` and its like at the start of a header's value: it is shown. */
export function schemeLength(value: string): number {
  return SCHEME.exec(value)?.[0].length ?? 0;
}

/** The value of a secret with the mask in its place; `found` is told the secret. */
export function maskValue(value: string, found: (secret: string) => void): string {
  const scheme = schemeLength(value);
  const secret = value.slice(scheme);
  if (isNoSecret(secret.trim())) return value;
  found(secret);
  return value.slice(0, scheme) + MASK;
}

function partsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "");
}

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}
