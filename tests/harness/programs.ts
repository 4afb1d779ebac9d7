/** Programs of the machine that some tests check with, where they are installed. */
import { finished } from "./deadline.ts";

/** True if a program is on PATH. For the `ignore` of a test. */
export function isInstalled(program: string): boolean {
  return (Deno.env.get("PATH") ?? "").split(":").some((directory) => {
    try {
      return Deno.statSync(`${directory}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

/** Runs a program to its end, with a text on its standard input. */
export async function runProgram(
  program: string,
  args: readonly string[],
  input = "",
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const [{ code, stdout, stderr }] = await Promise.all([
    finished(child, `the end of ${program} ${args.join(" ")}`),
    writer.write(new TextEncoder().encode(input)).then(() => writer.close()),
  ]);
  return { code, stdout, stderr };
}
