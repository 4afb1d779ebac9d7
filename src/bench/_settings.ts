/** The settings of a command line of `servesweep bench`, for tests. */
import { BENCH } from "../commands/bench.ts";
import { readCommand } from "../commands/parse.ts";
import { completeSettings } from "./complete_settings.ts";
import type { Settings } from "./settings/settings.ts";

/** @param text Arguments with blanks between them. */
export function settingsOf(text: string, env: Record<string, string> = {}): Settings {
  const command = readCommand(text === "" ? [] : text.split(" "), BENCH);
  if (command.kind !== "bench") throw new TypeError(`A benchmark was expected: ${text}`);
  return completeSettings(command.settings, env);
}
