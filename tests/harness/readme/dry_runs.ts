/** Runs the dry runs that a README shows. */
import { dirname } from "@std/path/dirname";
import { quoteWords } from "../../../src/spec/shell_words.ts";
import { run } from "../deadline.ts";
import { shownCommands, shownFiles } from "./commands.ts";
import type { Problem } from "./problem.ts";

/**
 * Runs every `$ servesweep ... --dry-run` of the console blocks in a directory that has the files which the README
 * shows. Each must end with exit code 0.
 *
 * @param servesweep The words that start servesweep.
 */
export async function checkDryRuns(
  markdown: string,
  servesweep: readonly string[],
): Promise<Problem[]> {
  const directory = await Deno.makeTempDir({ prefix: "servesweep-readme-" });
  try {
    const bin = `${directory}/.bin`;
    await Deno.mkdir(bin);
    await Deno.writeTextFile(
      `${bin}/servesweep`,
      `#!/bin/sh\nexec ${quoteWords(servesweep)} "$@"\n`,
      { mode: 0o755 },
    );
    for (const { name, text } of shownFiles(markdown)) {
      const path = `${directory}/${name}`;
      await Deno.mkdir(dirname(path), { recursive: true });
      await Deno.writeTextFile(path, text);
    }
    const problems: Problem[] = [];
    for (const { text, line, isConsole } of shownCommands(markdown)) {
      if (!isConsole || !/^servesweep\s/.test(text) || !/\s--dry-run(\s|$)/.test(text)) continue;
      const { code, stderr } = await run("sh", ["-c", text], {
        cwd: directory,
        env: {
          PATH: `${bin}:${Deno.env.get("PATH") ?? ""}`,
          NO_COLOR: "1",
          SERVESWEEP_HISTORY: "",
        },
      });
      if (code === 0) continue;
      problems.push({ line, problem: `the dry run ends with exit code ${code}: ${stderr.trim()}` });
    }
    return problems;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
