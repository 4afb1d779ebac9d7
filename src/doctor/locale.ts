/** Time zone and language: directories are named by local time. */
import { localZone } from "../lib/local_time.ts";
import { type Check, ok, warn } from "../result/check.ts";

const NAME = "locale";

/** The zone that local time is of, and the language; a warning where TZ names no zone. */
export function probeLocale(): Check[] {
  // ICU has no name for what it does not know, and takes the sign of GMT+3 for the other one.
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const zone = localZone(Date.now());
  const language = Deno.env.get("LC_ALL") || Deno.env.get("LANG") || "not set";
  const text = `Time zone ${zone}, language ${language}`;
  if (timeZone === zone) return [ok(NAME, text)];
  return [warn(
    NAME,
    `${text}: TZ is "${Deno.env.get("TZ") ?? ""}", which names no time zone that is known`,
    "Set TZ to a name such as Europe/Berlin, or unset it: --until goes by it, and names of directories",
  )];
}
