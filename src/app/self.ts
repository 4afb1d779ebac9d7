/** How to start ourselves again, for the built-in server and load generator. */

/** The words that start this servesweep, whichever way it was started: executable, portable file or source. */
export function selfCommand(): string[] {
  const portable = Deno.env.get("SERVESWEEP_SELF");
  if (portable) return [portable];
  if (Deno.build.standalone) return [Deno.execPath()];
  const main = new URL("../../main.ts", import.meta.url).pathname;
  const npm = new URL("../../scripts/npm", import.meta.url).pathname;
  const flags = Deno.env.get("SERVESWEEP_STD") === "npm"
    ? [`--import-map=${npm}.importmap.json`, `--lock=${npm}.lock.json`, "--frozen"]
    : [];
  return [Deno.execPath(), "run", "-A", ...flags, main];
}
