/** Whether a benchmark asks the server that its sweep starts: another one may answer too, and its numbers look as good. */
import { benchProgramOf } from "../../engine/engines.ts";
import { flagValue } from "../../engine/flags.ts";
import { UsageError } from "../../lib/errors.ts";
import type { Combination, ServerStart } from "../plan.ts";
import { AUTO, BENCH_DEFAULT_PORT } from "./port.ts";

/** A host and a port of it. */
interface Address {
  readonly host: string;
  readonly port: number;
}

/** Names of this machine that every machine has. */
const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

/** Addresses of a server that listens on all of its machine's. */
const EVERY = ["0.0.0.0", "::", ""];

/** Flags with a whole URL. What another program means by the last of them is not known. */
const URL_FLAGS = ["--base-url"];
const OTHER_URL_FLAGS = [...URL_FLAGS, "--url", "--target", "--api-base", "--server-url"];

/** What tells addresses apart. */
export interface AddressOptions {
  /** Names and addresses of this machine. */
  readonly machine: readonly string[];
  /** Words that name our own executable. */
  readonly own: readonly string[];
}

/**
 * @throws {UsageError} If a benchmark of the start asks another address than its server's, as far as the commands tell. The
 *   health URL is an address that is meant too.
 */
export function requireSameAddress(
  start: Omit<ServerStart, "combinations">,
  combinations: readonly Combination[],
  { machine, own }: AddressOptions,
): void {
  // An open port is put into both commands.
  if (start.port.kind === "lease") return;
  const urls = [...start.urls, ...start.healthUrls];
  const allowed = urls.map(addressOf);
  const isLocal = (host: string) => [...LOOPBACK, ...EVERY, ...machine].includes(host);
  const isSame = (a: Address, b: Address) =>
    a.port === b.port && (a.host === b.host || isLocal(a.host) && isLocal(b.host));
  for (const { workload: { argv } } of combinations) {
    const asked = benchAddress(argv, own, isLocal);
    if (asked === null || allowed.some((address) => isSame(address, asked))) continue;
    const [server] = allowed;
    throw new UsageError(
      `The benchmark goes to ${textOf(asked)}, the server listens on ${
        textOf(server!)
      }: its numbers would be those of another server. Write the same port in both commands, or pass --port auto in both. If ` +
        "the server listens elsewhere, say so with --health-url; if the benchmark is to ask a router or another name of this machine, pass --other-address",
    );
  }
}

/** Where a benchmark asks; null where its command does not tell. */
function benchAddress(
  argv: readonly string[],
  own: readonly string[],
  isLocal: (host: string) => boolean,
): Address | null {
  const { benchmark, words } = benchProgramOf(argv, own);
  const url = flagValue(words, benchmark === null ? OTHER_URL_FLAGS : URL_FLAGS);
  if (url !== null) {
    const full = /^\w+:\/\//.test(url) ? url : `http://${url}`;
    if (!URL.canParse(full)) return null;
    const address = addressOf(full);
    return benchmark !== null || isLocal(address.host) ? address : null;
  }
  const port = flagValue(words, ["--port"]);
  const host = flagValue(words, ["--host"]);
  if (benchmark === null && port === null) return null;
  const number = port === null ? benchmark?.defaultPort ?? BENCH_DEFAULT_PORT : Number(port);
  if (!Number.isInteger(number) || port === AUTO) return null;
  return { host: bare(host ?? "localhost"), port: number };
}

function addressOf(url: string): Address {
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === "https:" ? 443 : 80;
  return { host: bare(hostname), port: port === "" ? usual : Number(port) };
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, "").toLowerCase();
}

function textOf({ host, port }: Address): string {
  const name = host === "localhost" ? "127.0.0.1" : host;
  return name.includes(":") ? `[${name}]:${port}` : `${name}:${port}`;
}
