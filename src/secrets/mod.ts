/**
 * What must not be read by others: API keys, tokens, passwords. They are recognised by the flag, variable, header, JSON key or
 * URL that carries them, by the form some issuers give them, and, once known, by their value wherever it turns up.
 */
export { firstWord, isSecretName } from "./names.ts";
export { maskArgv, maskEnv, Masker, maskText, secretValues } from "./masker.ts";
