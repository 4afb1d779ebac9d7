/** Programs that start another one, which stands behind their own options: what is known of each, and nothing else. */

/** How to tell where the other program begins, and what comes through to it. */
export interface Wrapper {
  /** Options whose value is a word of its own: long ones with dashes, and short ones. */
  readonly valued?: readonly string[];
  /** Only these take no value: all other options do, unless it is behind a `=`. */
  readonly switches?: readonly string[];
  /** Commands of it that start a program, each as the words between its name and its options. */
  readonly commands?: readonly string[];
  /** Options in front of such a command whose value is a word of its own. */
  readonly globals?: readonly string[];
  /** Words behind the options that are not the program. @default {0} */
  readonly operands?: number;
  /** Variables may stand in front of the program: `A=b`. */
  readonly hasVariables?: boolean;
  /** What becomes of our variables. @default {"all"} */
  readonly variables?: VariableRule;
  /** The program may have another working directory than the wrapper, or another file system: with these options, or always. */
  readonly movesWith?: readonly string[] | "always";
}

/** Which variables a wrapper hands on, by a name that `variables.ts` explains. */
export type VariableRule =
  | "all"
  | "container"
  | "sudo"
  | "env"
  | "srun"
  | "apptainer"
  | "ssh"
  | "systemd"
  | "none";

const CONTAINER: Wrapper = {
  commands: ["run", "container run", "exec", "container exec"],
  globals: [
    "-H",
    "--host",
    "-c",
    "--context",
    "--config",
    "-l",
    "--log-level",
    "--namespace",
    "-n",
  ],
  switches: [
    ...["-d", "--detach", "-i", "--interactive", "--init", "--no-healthcheck", "-P", "-q", "-t"],
    ...["--oom-kill-disable", "--privileged", "--publish-all", "--quiet", "--read-only", "--rm"],
    ...[
      "--sig-proxy",
      "--tty",
      "--replace",
      "--tls-verify",
      "--env-host",
      "--disable-content-trust",
    ],
    ...["--no-hosts", "--rmi", "--http-proxy"],
  ],
  // The image, or the container.
  operands: 1,
  variables: "container",
  movesWith: "always",
};
const ENVIRONMENT: Wrapper = {
  commands: ["run"],
  globals: ["--directory", "--project", "-C", "-P", "--color", "--config-file", "--cache-dir"],
  valued: [
    ...["-n", "--name", "-p", "--prefix", "--cwd", "--python", "--with", "--with-editable"],
    ...["--with-requirements", "--project", "--directory", "--env-file", "--extra", "--group"],
    ...["--index", "--package"],
  ],
  movesWith: ["--directory", "-C", "--cwd"],
};
const APPTAINER: Wrapper = {
  commands: ["exec", "run"],
  switches: [
    ...["-e", "--cleanenv", "-c", "--contain", "-C", "--containall", "-i", "--ipc", "-p", "--pid"],
    ...["-u", "--userns", "-w", "--writable", "--nv", "--rocm", "--nvccli", "--no-home", "-f"],
    ...["--fakeroot", "--no-privs", "--no-init", "--net", "--no-umask", "--keep-privs", "--uts"],
    ...["--allow-setuid", "--writable-tmpfs", "--compat", "--no-eval", "--unsquash", "--sharens"],
    ...["--disable-cache", "--underlay", "--no-https", "--nohttps", "--docker-login"],
  ],
  operands: 1,
  variables: "apptainer",
  movesWith: ["--pwd", "--cwd", "-c", "--contain", "-C", "--containall", "--compat"],
};
const SUDO: Wrapper = {
  valued: [
    ...["-u", "--user", "-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "-D", "--chdir"],
    ...["-R", "--chroot", "-r", "--role", "-t", "--type", "-T", "-U"],
  ],
  hasVariables: true,
  variables: "sudo",
  movesWith: ["-D", "--chdir", "-R", "--chroot", "-i", "--login"],
};
const COMPOSE: Wrapper = {
  commands: ["run", "exec"],
  globals: [
    "-f",
    "--file",
    "-p",
    "--project-name",
    "--profile",
    "--env-file",
    "--project-directory",
  ],
  switches: [
    ...["-d", "--detach", "-i", "--interactive", "-P", "--service-ports", "-q", "--quiet-pull"],
    ...["--rm", "--no-deps", "--build", "-T", "--no-TTY", "--remove-orphans", "--use-aliases"],
  ],
  // The service, which may be all that is said of the program.
  operands: 0,
  variables: "container",
  movesWith: "always",
};

/** By the name of the program; those of two words are a program and the command of it that is one of its own. */
export const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  apptainer: APPTAINER,
  chroot: { operands: 1, movesWith: "always" },
  chrt: { valued: ["-T", "-P", "-D"], operands: 1 },
  conda: ENVIRONMENT,
  doas: { valued: ["-u", "-C"], variables: "none" },
  docker: CONTAINER,
  "docker compose": COMPOSE,
  "docker-compose": COMPOSE,
  "dumb-init": { valued: ["-r", "--rewrite"] },
  env: {
    valued: ["-u", "--unset", "-C", "--chdir"],
    hasVariables: true,
    variables: "env",
    movesWith: ["-C", "--chdir"],
  },
  exec: {},
  flock: { valued: ["-E", "--conflict-exit-code", "-w", "--wait", "--timeout"], operands: 1 },
  gosu: { operands: 1 },
  ionice: { valued: ["-c", "--class", "-n", "--classdata"] },
  kubectl: {
    commands: ["exec"],
    globals: ["-n", "--namespace", "--context", "--kubeconfig"],
    valued: ["-n", "--namespace", "-c", "--container", "--context", "--kubeconfig"],
    operands: 1,
    variables: "none",
    movesWith: "always",
  },
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
  "podman compose": COMPOSE,
  "podman-compose": COMPOSE,
  poetry: ENVIRONMENT,
  prlimit: {},
  rsh: { valued: ["-l", "-p"], operands: 1, variables: "none", movesWith: "always" },
  runuser: {
    valued: ["-u", "--user", "-g", "--group", "-G", "--supp-group", "-w"],
  },
  setpriv: {},
  setsid: {},
  singularity: APPTAINER,
  srun: {
    switches: [
      ...["-E", "--preserve-env", "-l", "--label", "-u", "--unbuffered", "-v", "-q", "--quiet"],
      ...["-O", "--overcommit", "-s", "--oversubscribe", "-k", "--no-kill", "-K", "-Z", "-H"],
      ...["-X", "-Q", "--kill-on-bad-exit", "--no-allocate", "--hold", "--disable-status"],
      ...["--exclusive", "--pty", "--overlap", "--exact", "--contiguous", "--spread-job"],
      ...["--use-min-nodes", "--multi-prog", "--reboot", "--test-only", "--interactive"],
      ...["--container-mount-home", "--no-container-mount-home", "--container-writable"],
      ...["--container-readonly", "--container-remap-root", "--no-container-remap-root"],
      ...["--container-entrypoint", "--no-container-entrypoint", "--immediate"],
    ],
    variables: "srun",
    movesWith: ["-D", "--chdir", "--container-image", "--container-workdir"],
  },
  ssh: {
    valued: [
      ...["-B", "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o"],
      ...["-p", "-Q", "-R", "-S", "-W", "-w"],
    ],
    operands: 1,
    variables: "ssh",
    movesWith: "always",
  },
  stdbuf: { valued: ["-i", "-o", "-e", "--input", "--output", "--error"] },
  sudo: SUDO,
  "su-exec": { operands: 1 },
  "systemd-run": {
    valued: [
      ...["-p", "--property", "-u", "--unit", "-E", "--setenv", "-M", "--machine", "-H", "--host"],
      ...["--slice", "--uid", "--gid", "--nice", "--working-directory", "--description"],
    ],
    variables: "systemd",
    movesWith: "always",
  },
  taskset: { operands: 1 },
  time: { valued: ["-f", "--format", "-o", "--output"] },
  timeout: { valued: ["-s", "--signal", "-k", "--kill-after"], operands: 1 },
  tini: { valued: ["-p", "-e"] },
  unshare: {},
  uv: ENVIRONMENT,
};
