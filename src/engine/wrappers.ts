/** Programs that start another one, which stands behind their own options. */

/** How to tell where the other program begins. */
interface Wrapper {
  /** Options whose value is a word of its own. */
  readonly valued?: readonly string[];
  /** Only these take no value: all other options do, unless it is behind a `=`. */
  readonly switches?: readonly string[];
  /** Word in front of the options, without which it is another command of the program. */
  readonly command?: string;
  /** Words behind the options that are not the program. */
  readonly words?: number;
  /** Variables may stand in front of the program: `A=b`. */
  readonly hasVariables?: boolean;
}

const CONTAINER: Wrapper = {
  command: "run",
  switches: [
    ...["-d", "--detach", "-i", "--interactive", "--init", "--no-healthcheck", "-P", "-q", "-t"],
    ...["--oom-kill-disable", "--privileged", "--publish-all", "--quiet", "--read-only", "--rm"],
    ...["--sig-proxy", "--tty", "--replace", "--tls-verify"],
  ],
  // The image.
  words: 1,
};
const ENVIRONMENT: Wrapper = {
  command: "run",
  valued: [
    ...["-n", "--name", "-p", "--prefix", "--cwd", "--python", "--with", "--with-editable"],
    ...["--with-requirements", "--project", "--directory", "--env-file", "--extra", "--group"],
    ...["--index", "--package"],
  ],
};

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  chrt: { valued: ["-T", "-P", "-D"], words: 1 },
  conda: ENVIRONMENT,
  docker: CONTAINER,
  env: { valued: ["-u", "--unset", "-C", "--chdir"], hasVariables: true },
  exec: {},
  ionice: { valued: ["-c", "--class", "-n", "--classdata"] },
  mamba: ENVIRONMENT,
  micromamba: ENVIRONMENT,
  nerdctl: CONTAINER,
  nice: { valued: ["-n", "--adjustment"] },
  nohup: {},
  numactl: {
    valued: [
      ...["-N", "--cpunodebind", "-m", "--membind", "-C", "--physcpubind", "-i", "--interleave"],
      ...["-p", "--preferred", "-P", "--preferred-many"],
    ],
  },
  podman: CONTAINER,
  poetry: ENVIRONMENT,
  setsid: {},
  stdbuf: { valued: ["-i", "-o", "-e", "--input", "--output", "--error"] },
  sudo: {
    valued: [
      ...["-u", "--user", "-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "-D", "--chdir"],
      ...["-R", "--chroot", "-r", "--role", "-t", "--type", "-T", "-U"],
    ],
    hasVariables: true,
  },
  taskset: { words: 1 },
  time: { valued: ["-f", "--format", "-o", "--output"] },
  timeout: { valued: ["-s", "--signal", "-k", "--kill-after"], words: 1 },
  uv: ENVIRONMENT,
};

/** Index of the first word behind all wrappers that a command begins with; its length if there is nothing behind them. */
export function programIndex(argv: readonly string[]): number {
  let at = 0;
  for (;;) {
    const name = argv[at]?.replace(/^.*\//, "") ?? "";
    const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name]! : null;
    const end = wrapper === null ? null : behind(argv, at + 1, wrapper);
    if (end === null) return at;
    at = end;
  }
}

/** Index of the first word that is not the wrapper's own; null if it is another command of its program. */
function behind(argv: readonly string[], from: number, wrapper: Wrapper): number | null {
  const { command, words = 0, hasVariables = false } = wrapper;
  let at = from;
  if (command !== undefined && argv[at++] !== command) return null;
  while (/^-./.test(argv[at] ?? "")) {
    const option = argv[at++]!;
    if (option === "--") break;
    if (takesWord(option, wrapper)) at++;
  }
  if (hasVariables) { while (/^[A-Za-z_]\w*=/.test(argv[at] ?? "")) at++; }
  return Math.min(at + words, argv.length);
}

function takesWord(option: string, { valued, switches }: Wrapper): boolean {
  if (valued !== undefined) return valued.includes(option);
  if (switches === undefined || option.includes("=")) return false;
  if (option.startsWith("--")) return !switches.includes(option);
  // `-it` are two switches; `-v/a:/b` has its value with it.
  return option.length === 2 && !switches.includes(option);
}
