/** Which of our variables reach the program behind launchers, and what is to be done about the others. */
import { hasOption, type Launch, launchesOf, launchText, optionValues } from "./launch.ts";
import { scriptOf } from "./script.ts";

/** A variable that does not get through. */
export interface Obstacle {
  readonly name: string;
  /** `sudo does not hand it on`. */
  readonly problem: string;
  readonly remedy: string;
}

/** A command that hands variables on, and the variables that it cannot hand on. */
export interface HandedOn {
  /** With `-e NAME` in front of the image of a container for each that did not get through before. */
  readonly argv: readonly string[];
  readonly obstacles: readonly Obstacle[];
}

/**
 * Hands variables on to the program of a command.
 *
 * @param wanted By name: the value, or null where it is not known yet. One that the command sets otherwise does not get through.
 */
export function handedOn(
  argv: readonly string[],
  wanted: Readonly<Record<string, string | null>>,
): HandedOn {
  const launches = launchesOf(argv);
  const added = new Map<Launch, string[]>();
  const obstacles = Object.entries(wanted).flatMap(([name, value]) => {
    const way = wayOf(launches, name);
    if (way.lost !== null) return [{ name, ...way.lost }];
    if (way.fixed !== null && way.fixed.value !== value) {
      const { launch } = way.fixed;
      return [{
        name,
        problem: `the command sets it itself, behind ${launchText(launch)}`,
        remedy: `leave ${name}=${way.fixed.value} out of the command`,
      }];
    }
    for (const launch of way.toAdd) added.set(launch, [...added.get(launch) ?? [], name]);
    return [];
  });
  const login = loginOf(argv);
  if (login !== null) {
    for (const name of Object.keys(wanted)) {
      if (obstacles.some((obstacle) => obstacle.name === name)) continue;
      obstacles.push({ name, problem: `${login} does not hand it on`, remedy: "leave the - out" });
    }
  }
  const words = [...argv];
  for (const launch of launches.toReversed()) {
    const flags = (added.get(launch) ?? []).flatMap((name) => ["-e", name]);
    words.splice(launch.optionsAt, 0, ...flags);
  }
  return { argv: words, obstacles };
}

/** The variables that a command sets for its program itself, by name. */
export function ownVariables(argv: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(launchesOf(argv).flatMap((launch) => fixedBy(launch)));
}

interface Way {
  /** Why it does not come through; null if it does. */
  readonly lost: Omit<Obstacle, "name"> | null;
  /** Who gives it a value of the command's own. */
  readonly fixed: { readonly launch: Launch; readonly value: string } | null;
  /** Containers that have to be told. */
  readonly toAdd: readonly Launch[];
}

function wayOf(launches: readonly Launch[], name: string): Way {
  let way: Way = { lost: null, fixed: null, toAdd: [] };
  for (const launch of launches) {
    const own = fixedBy(launch).findLast(([variable]) => variable === name);
    if (own !== undefined) {
      way = { lost: null, fixed: { launch, value: own[1] }, toAdd: [] };
      continue;
    }
    const remedy = remedyFor(launch, name);
    if (remedy === null) continue;
    if (launch.wrapper.variables === "container") {
      way = { ...way, toAdd: [...way.toAdd, launch] };
      continue;
    }
    way = {
      lost: way.lost ?? { problem: `${launchText(launch)} does not hand it on`, remedy },
      fixed: null,
      toAdd: [],
    };
  }
  return way;
}

/** Variables with a value in the launcher's own words. */
function fixedBy(launch: Launch): (readonly [string, string])[] {
  const { wrapper: { variables = "all" } } = launch;
  const named = (options: readonly string[]) =>
    optionValues(launch, options).filter((text) => text.includes("="));
  const items: Readonly<Record<string, () => readonly string[]>> = {
    container: () => named(["-e", "--env"]),
    apptainer: () => named(["--env"]),
    systemd: () => named(["-E", "--setenv"]),
    srun: () => named(["--export"]).flatMap((text) => text.split(",")),
    ssh: () => named(["-o"]).flatMap((text) => /^SetEnv=(.*)$/i.exec(text)?.[1] ?? []),
  };
  return [...launch.variables, ...items[variables]?.() ?? []]
    .filter((text) => text.includes("="))
    .map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]);
}

/** What to write so that a launcher hands a variable on; null if it does. */
function remedyFor(launch: Launch, name: string): string | null {
  const { wrapper: { variables = "all" } } = launch;
  const names = (options: readonly string[]) =>
    optionValues(launch, options).flatMap((text) => text.split(/[\s,]+/));
  switch (variables) {
    case "all":
      return null;
    case "container":
      return hasOption(launch, ["--env-host"]) ||
          names(["-e", "--env"]).some((text) =>
            text === name || text.endsWith("*") && name.startsWith(text.slice(0, -1))
          )
        ? null
        : `write -e ${name}`;
    case "sudo": {
      if (hasOption(launch, ["-E"]) || launch.options.some(isWholeEnvironment)) return null;
      return names(["--preserve-env"]).includes(name)
        ? null
        : `write sudo -E, or sudo --preserve-env=${name}`;
    }
    case "env":
      if (hasOption(launch, ["-i", "-", "--ignore-environment"])) {
        return `leave out ${
          launch.options.find(({ name }) => ["-i", "-", "--ignore-environment"].includes(name))!
            .name
        }, or write ${name}=VALUE behind it`;
      }
      return names(["-u", "--unset"]).includes(name) ? `leave out -u ${name}` : null;
    case "srun": {
      const last = optionValues(launch, ["--export"]).at(-1);
      if (last === undefined || last.split(",").some((text) => text === "ALL" || text === name)) {
        return null;
      }
      return `write --export=ALL, or --export=${last === "NONE" ? "" : `${last},`}${name}`;
    }
    case "apptainer":
      return hasOption(launch, ["-e", "--cleanenv", "-C", "--containall", "--compat"])
        ? `write --env ${name}=VALUE, or leave out ${
          launch.options.find(({ name }) =>
            ["-e", "--cleanenv", "-C", "--containall", "--compat"].includes(name)
          )!.name
        }`
        : null;
    case "ssh":
      return names(["-o"]).some((text) => text.replace(/^SendEnv=/i, "") === name)
        ? null
        : `write env ${name}=VALUE in front of the program, or ssh -o SendEnv=${name}`;
    case "systemd":
      return hasOption(launch, ["--scope"]) || names(["-E", "--setenv"]).includes(name)
        ? null
        : `write -E ${name}, or --scope`;
    case "none":
      return `write env ${name}=VALUE in front of the program`;
  }
}

function isWholeEnvironment({ name, value }: { name: string; value: string | null }): boolean {
  return name === "--preserve-env" && value === null;
}

/** A login shell of another user, which begins with an environment of its own. */
function loginOf(argv: readonly string[]): string | null {
  const script = scriptOf(argv);
  if (script === null || !/^(su|runuser) /.test(script.runner)) return null;
  const at = argv.findIndex((word) => /(^|\/)(su|runuser)$/.test(word));
  const words = argv.slice(at + 1, script.index);
  const isLogin = words.some((word) => /^(-|-[a-z]*l[a-z]*|--login)$/.test(word));
  return isLogin ? `${argv[at]} -` : null;
}
