import { UsageError } from "../lib/errors.ts";
import type { AskedSettings, Settings } from "./settings/settings.ts";

/**
 * Adds what the environment tells, and chance.
 *
 * @param env `OPENAI_API_KEY` goes into the header of every request, unless the command line has another.
 * @throws {UsageError} If HTTP does not allow that key.
 */
export function completeSettings(
  asked: AskedSettings,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  return {
    ...asked,
    headers: { ...authorization(env["OPENAI_API_KEY"]), ...asked.headers },
    requestIdPrefix: asked.requestIdPrefix ?? `bench-${crypto.randomUUID().slice(0, 8)}-`,
  };
}

function authorization(key: string | undefined): Record<string, string> {
  if (!key) return {};
  try {
    return Object.fromEntries(new Headers({ authorization: `Bearer ${key}` }));
  } catch {
    // The value is a secret.
    throw new UsageError("OPENAI_API_KEY has characters that HTTP does not allow in a header");
  }
}
