/** Under which names a server will offer its model, as its command says. */
import { flagName, flagValue, isFlag } from "../plan/flags.ts";
import type { ServerStart } from "../plan/plan.ts";

/** The names; none where that cannot be told from the command. */
export function servedNames({ argv, server }: Pick<ServerStart, "argv" | "server">): string[] {
  if (server !== "vllm" && server !== "sim" && server !== "sglang") return [];
  const named = valuesOf(argv, "--served-model-name");
  if (named.length > 0) return named;
  const model = flagValue(argv, server === "sglang" ? ["--model-path", "--model"] : ["--model"]);
  if (model !== null) return [model];
  // `vllm serve MODEL`, `servesweep sim MODEL`: only directly behind the command it cannot be the value of a flag.
  const command = argv.findIndex((token, index) =>
    index > 0 && token === (server === "sim" ? "sim" : "serve")
  );
  const word = argv[command + 1];
  return command > 0 && server !== "sglang" && word !== undefined && !isFlag(word) ? [word] : [];
}

/** All values of a flag that takes several. */
function valuesOf(argv: readonly string[], flag: string): string[] {
  const index = argv.findLastIndex((token) => flagName(token) === flag);
  if (index < 0) return [];
  const token = argv[index]!;
  if (token.includes("=")) return [token.slice(token.indexOf("=") + 1)];
  const values: string[] = [];
  for (const value of argv.slice(index + 1)) {
    if (isFlag(value)) break;
    values.push(value);
  }
  return values;
}
