/** Time zone and language: directories are named by local time. */
import { type Check, ok } from "../result/check.ts";

/** Tells them. */
export function probeLocale(): Check[] {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const language = Deno.env.get("LC_ALL") || Deno.env.get("LANG") || "not set";
  return [ok("locale", `Time zone ${timeZone}, language ${language}`)];
}
