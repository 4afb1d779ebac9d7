/**
 * Runs a task of deno.json with the std packages that can be had here.
 *
 * `deno run -A scripts/task.ts run|test|test:unit|check|page|bench|chaos|rules|compile|release|aarch64|lock|ok [arguments]`
 */
import { print } from "./print.ts";
import { NPM_LOCK, npmFlags, ROOT, stdFlags } from "./std.ts";
import { groupTests } from "./test_groups.ts";
import { countsText, runTests, testJobs } from "./test_run.ts";

type Step = {
  name: string;
  args: string[];
  /** Folders whose test files are gathered into a few modules. */
  groups?: string[];
};

const flags = await stdFlags();

/** Each verb as the deno commands it stands for. */
function steps(verb: string, rest: string[]): Step[] {
  const run = (name: string, script: string, ...args: string[]): Step => ({
    name,
    args: ["run", "-A", ...flags, script, ...args],
  });
  // The gate checks the types, once and of everything.
  const test: Step = { name: "test", args: ["-A", "--parallel", "--no-check", ...flags, ...rest] };
  const everything = ["main.ts", "src/", "tests/", "scripts/"];
  const check: Step = { name: "check", args: ["check", "--quiet", ...flags, ...everything] };
  switch (verb) {
    case "run":
      return [{ name: "run", args: ["run", "-A", ...flags, ...rest] }];
    case "test":
      return [
        rest.some(isPath) ? test : { ...test, groups: ["src"], args: [...test.args, "tests/"] },
      ];
    case "test:unit":
      return [{ ...test, groups: ["src"] }];
    case "check":
      return [check];
    case "rules":
      return [run("rules", "scripts/check_imports.ts", ...rest)];
    case "page":
      return [run("page", "scripts/bundle_page.ts")];
    case "bench":
      return [run("bench", "scripts/bench/main.ts", ...rest)];
    case "chaos":
      return [run("chaos", "scripts/chaos/main.ts", ...rest)];
    case "compile":
      return [run("compile", "scripts/compile.ts", ...rest)];
    case "release":
      return [run("release", "scripts/release.ts", ...rest)];
    case "aarch64":
      return [run("aarch64", "scripts/aarch64.ts", ...rest)];
    case "lock":
      Deno.writeTextFileSync(NPM_LOCK, `{"version": "5"}`);
      return [
        { name: "modules", args: ["cache", "--quiet", ...npmFlags(), ...everything] },
        // Packages that have nothing but types.
        { name: "types", args: ["check", "--quiet", ...npmFlags(), ...everything] },
      ];
    case "ok":
      return [
        { name: "fmt", args: ["fmt", "--check"] },
        { name: "lint", args: ["lint"] },
        check,
        run("rules", "scripts/check_imports.ts"),
        // CI has run the tests already when it comes here.
        ...(rest.includes("--no-test") ? [] : steps("test", rest)),
      ];
    default:
      throw new TypeError(`Unknown task "${verb}"`);
  }
}

async function runStep({ args }: Step): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args,
    // A run is the user's own command: it keeps the user's directory and terminal.
    ...(verb === "run" ? {} : { cwd: ROOT }),
    env: { DENO_NO_UPDATE_CHECK: "1" },
  }).spawn().status;
  return code;
}

async function runTestStep({ args, groups = [] }: Step): Promise<number> {
  const directory = await Deno.makeTempDir({ prefix: "servesweep-tests-" });
  try {
    const modules = groups.flatMap((folder) =>
      groupTests(`${ROOT}/${folder}`, testJobs(), directory)
    );
    const { code, counts } = await runTests([...args, ...modules], ROOT, async (bytes) => {
      for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await Deno.stdout.write(rest));
    });
    print(countsText(counts));
    return code;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function isPath(word: string): boolean {
  try {
    return Deno.statSync(`${ROOT}/${word}`) !== null;
  } catch {
    return false;
  }
}

const [verb = "", ...rest] = Deno.args;
for (const step of steps(verb, rest)) {
  const code = step.name === "test" ? await runTestStep(step) : await runStep(step);
  if (code !== 0) {
    if (verb === "ok") {
      printError(`deno task ok: "${step.name}" failed`);
    }
    if (lockIsOld()) {
      printError("scripts/npm.lock.json is not of this deno.json. Write it anew: deno task lock");
    }
    Deno.exit(code);
  }
}

/** Whether deno.json has packages that the lock does not know, or the other way round. */
function lockIsOld(): boolean {
  const { imports } = JSON.parse(Deno.readTextFileSync(`${ROOT}/deno.json`));
  const { workspace } = JSON.parse(Deno.readTextFileSync(NPM_LOCK));
  const specifiers = Object.values<string>(imports).map((to) =>
    to.replace(/^(\w+:@?[^@]+@[^/]+).*/, "$1")
  );
  return [...new Set(specifiers)].sort().join() !== workspace?.dependencies.join();
}

function printError(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}
