/** Containers: where their ports are published, and how they are ended. */
import { UsageError } from "../lib/errors.ts";
import { hasOption, type Launch, launchesOf, optionValues } from "./launch.ts";

/** Where a port of a container can be asked on this machine. */
export interface Published {
  /** Null: any address of this machine. */
  readonly host: string | null;
  readonly port: number | "auto";
}

/** How a container is ended when its client did not end it. */
export interface ContainerRef {
  /** Words that run its program: `sudo docker`. */
  readonly program: readonly string[];
  /** Its name; null where only a file has its id. */
  readonly name: string | null;
  /** The file that its id is written into. */
  readonly idFile: string | null;
}

/** Programs that run containers by themselves. */
const CONTAINER_PROGRAM = /^(docker|podman|nerdctl)$/;

/**
 * The port of this machine that a port of the program in a container is published at.
 *
 * @returns Null if the command runs no container, or publishes no such port: then the program's port is this machine's, or is
 *   not known.
 * @throws {UsageError} If only the daemon will know the port.
 */
export function publishedPort(argv: readonly string[], port: number | "auto"): Published | null {
  const launch = launchesOf(argv).findLast(isRun);
  if (launch === undefined || usesHostNetwork(launch)) return null;
  const published = optionValues(launch, ["-p", "--publish"]).map(parsePublish);
  for (const { host, ports, target } of published) {
    const index = target.indexOf(port);
    if (index < 0) continue;
    const own = ports[index];
    if (own === undefined) throw unknownPort(launch, port);
    return { host, port: own };
  }
  if (hasOption(launch, ["-P", "--publish-all"])) throw unknownPort(launch, port);
  return null;
}

function unknownPort({ name }: Launch, port: number | "auto"): UsageError {
  return new UsageError(
    `Cannot tell the port of the server: ${name} run publishes port ${port} of the container at a port that it chooses ` +
      `itself. Name one: -p ${port}:${port}`,
  );
}

/** `[IP:][HOST]:CONTAINER[/tcp]`, each a port or a range; `CONTAINER` alone. */
function parsePublish(text: string): { host: string | null; ports: Ports; target: Ports } {
  const bare = text.replace(/\/(tcp|udp|sctp)$/, "");
  const [, host = "", ports = "", target = bare] =
    /^(?:(?:(\[[^\]]*\]|[^:]*):)?([\w-]*):)?([\w-]+)$/.exec(bare) ?? [];
  const name = host.replace(/^\[|\]$/g, "");
  return { host: name === "" ? null : name, ports: portRange(ports), target: portRange(target) };
}

type Ports = readonly (number | "auto")[];

function portRange(text: string): Ports {
  if (text === "auto") return ["auto"];
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (first === undefined) return [];
  const count = Math.min(Number(last) - Number(first) + 1, 65_536);
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(first) + index);
}

function isRun({ name, command }: Launch): boolean {
  return CONTAINER_PROGRAM.test(name) && /(^| )run$/.test(command);
}

function usesHostNetwork(launch: Launch): boolean {
  return optionValues(launch, ["--network", "--net"]).includes("host");
}

/** GPUs that a container is given some of, by numbers of its own; null if it sees all or says nothing. */
export function ownGpus(argv: readonly string[]): string | null {
  const values = launchesOf(argv).filter(isRun).flatMap((launch) =>
    optionValues(launch, ["--gpus"])
  );
  return values.find((value) =>
    !/^(all|-1)(,|$)|^"?(count=(all|-1)|capabilities=|driver=)/.test(value)
  ) ??
    null;
}

/**
 * A command whose container can be ended, and how. Where it has no name its id goes into a file.
 *
 * @param idFile Path for that file, which is not there yet.
 * @returns Null for the container if the command runs none.
 */
export function withContainer(
  argv: readonly string[],
  idFile: string,
): { readonly argv: readonly string[]; readonly container: ContainerRef | null } {
  const launches = launchesOf(argv);
  const launch = launches.findLast(isRun);
  if (launch === undefined) return { argv, container: null };
  // With the options in front of `run`, which say which daemon.
  const program = argv.slice(0, launch.optionsAt - launch.command.split(" ").length);
  const name = optionValues(launch, ["--name"]).at(-1) ?? null;
  const own = optionValues(launch, ["--cidfile"]).at(-1) ?? null;
  if (name !== null || own !== null) {
    return { argv, container: { program, name, idFile: own } };
  }
  // On another machine it would be written there.
  const isElsewhere = launches.some((other) =>
    other.at < launch.at && other.wrapper.movesWith === "always"
  );
  if (isElsewhere) return { argv, container: null };
  const words = argv.toSpliced(launch.optionsAt, 0, `--cidfile=${idFile}`);
  return { argv: words, container: { program, name: null, idFile } };
}
