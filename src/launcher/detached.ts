/** Launchers that return while the program goes on: nobody would know when it ends, or end it. */
import { hasOption, type Launch, launchesOf } from "./launch.ts";
import { scriptOf } from "./script.ts";
import { WRAPPERS } from "./wrappers.ts";

/** What makes a command return at once, and the remedy, as a clause of an error; null if nothing is known that does. */
export function detachment(argv: readonly string[]): string | null {
  const last = argv.at(-1) ?? "";
  if (last === "&") return `the "&" at its end puts it into the background: leave it out`;
  if (/[^&]&$/.test(last) && !/^https?:/.test(last) && scriptOf(argv)?.text !== last) {
    return `the "&" at its end puts it into the background: leave it out`;
  }
  const script = scriptOf(argv);
  if (script !== null && /(^|[^&>\\])&\s*$/.test(script.text)) {
    return `the "&" at the end of the script puts it into the background: leave it out`;
  }
  for (const launch of launchesOf(argv)) {
    const text = detaches(launch);
    if (text !== null) return text;
  }
  return otherCommand(argv.slice(launchesOf(argv).at(-1)?.end ?? 0));
}

function detaches(launch: Launch): string | null {
  const { name, command, wrapper: { variables } } = launch;
  if (variables === "container" && hasOption(launch, ["-d", "--detach"])) {
    return `${name} ${command} -d returns at once and leaves the container running: leave out -d`;
  }
  if (variables === "systemd" && !hasOption(launch, STAYING)) {
    return "systemd-run returns at once: write systemd-run --scope";
  }
  if (name === "ssh" && hasOption(launch, ["-f"])) {
    return "ssh -f goes into the background: leave out -f";
  }
  if (name === "setsid") {
    return hasOption(launch, ["-f", "--fork"])
      ? "setsid --fork returns at once: leave it out"
      : null;
  }
  return null;
}

const STAYING = ["--scope", "--wait", "-P", "--pipe", "-t", "--pty", "-S", "--shell"];

/** Commands of programs that are no launchers as `launch.ts` knows them, for what they start is named elsewhere. */
function otherCommand(argv: readonly string[]): string | null {
  const [program = "", ...words] = argv.map((word, index) =>
    index === 0 ? word.replace(/^.*\//, "") : word
  );
  const isCompose = /^(docker|podman)-compose$/.test(program) || words[0] === "compose" &&
      Object.hasOwn(WRAPPERS, `${program} compose`);
  if (
    isCompose && words.includes("up") && words.some((word) => /^(-d|--detach|--wait)$/.test(word))
  ) {
    return `${program} ${
      words[0] === "compose" ? "compose " : ""
    }up -d returns at once and leaves its containers running: leave out -d`;
  }
  const isContainer = /^(docker|podman|nerdctl)$/.test(program);
  const [command] = words[0] === "container" ? words.slice(1) : words;
  if (
    isContainer && command === "start" &&
    !words.some((word) => /^(-[a-z]*a[a-z]*|--attach)$/.test(word))
  ) {
    return `${program} start returns at once and leaves the container running: write ${program} start --attach`;
  }
  if (program === "tmux" || program === "screen" && !/^-[A-Za-z]*D/.test(words[0] ?? "")) {
    return `${program} leaves the program in a session of its own: leave it out, the log of a server is kept`;
  }
  if (/^(sbatch|at|batch|daemonize|start-stop-daemon)$/.test(program)) {
    return `${program} returns at once: start the program itself${
      program === "sbatch" ? ", or with srun" : ""
    }`;
  }
  if (program === "systemctl" || program === "service") {
    return `${program} returns at once: start the program of the service itself`;
  }
  return null;
}
