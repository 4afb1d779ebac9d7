/** Reads a plan that was written. Everything is checked: its commands are run, and its names are those of directories. */
import { UsageError } from "../lib/errors.ts";
import { parseJson } from "../json/parse.ts";
import { withInfinities } from "../json/exact.ts";
import { isJsonObject, type Json, jsonKind, JsonNumber, type JsonObject } from "../json/value.ts";
import { ENGINES, OTHER } from "../engine/engines.ts";
import { serverIdentity } from "./identity.ts";
import type { Files } from "./named_files.ts";
import type { AfterRun, Combination, Plan, ServerStart } from "./plan.ts";
import type { PolicyData } from "./policy_data.ts";
import type { Port } from "./port/port.ts";
import { startId } from "./start_id.ts";
import { BENCH_KINDS, type BenchKindName } from "../engine/benchmark/kind.ts";
import { type Masked, type Workload, workloadOf } from "./workload.ts";

/** Version of the document's layout. */
export const PLAN_VERSION = 2;

/**
 * The plan of a text of {@linkcode encodePlan}, or of a dry run that printed it as JSON; secrets stay masked.
 *
 * @param origin File that it was read from, for messages.
 * @throws {UsageError} If it is no plan, or anything in it is not as a plan has it: the place, and what is expected.
 */
export function decodePlan(text: string, origin: string): Plan {
  let value: Json;
  try {
    ({ value } = parseJson(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`Cannot read the plan "${origin}": ${error.message}`);
  }
  const document = new Place(value, "", origin);
  const version = document.object().get("version");
  if (!(version instanceof JsonNumber) || !document.object().has("starts")) {
    throw document.error("expected a plan, as plan.json has it or --dry-run --json prints it");
  }
  if (version.toNumber() !== PLAN_VERSION) {
    throw document.error(
      `the layout of the plan has version ${version.text}, and this servesweep reads ${PLAN_VERSION}: make it anew`,
    );
  }
  const workloads = new Map<string, Workload>();
  for (const place of document.at("workloads").items()) {
    const workload = readWorkload(place);
    if (workloads.has(workload.id)) throw place.at("id").error("another workload has this id");
    workloads.set(workload.id, workload);
  }
  const cells = new Map<string, Combination[]>();
  const starts = document.at("starts").items().map((place) => {
    const combinations: Combination[] = [];
    const start = { ...readStart(place), combinations };
    if (cells.has(start.id)) throw place.at("id").error("another start has this id");
    cells.set(start.id, combinations);
    return start;
  });
  const files = new Set<string>();
  for (const place of document.at("cells").items()) {
    const { runs, directory } = readCell(place);
    const workload = workloads.get(place.at("workload").text());
    if (workload === undefined) throw place.at("workload").error("no workload has this id");
    const combinations = cells.get(place.at("start").text());
    if (combinations === undefined) throw place.at("start").error("no start has this id");
    for (const run of runs) {
      const file = `${directory}/${run}`;
      if (files.has(file)) {
        throw place.at("runs").error(`another cell has run ${run} of its directory`);
      }
      files.add(file);
    }
    combinations.push({ workload, directory, runs });
  }
  return { starts, policy: readPolicy(document.at("policy")) };
}

function readStart(place: Place): Omit<ServerStart, "combinations"> {
  const name = place.at("name").pathPart();
  const round = place.at("round").count();
  const argv = place.at("argv").words();
  const env = place.at("env").texts();
  const serverVersion = place.at("serverVersion").textOrNull();
  const afterRun = readAfterRun(place.at("afterRun"));
  const after = afterRun.kind === "command" ? afterRun.argv : null;
  if (place.at("id").text() !== startId(name, round)) {
    throw place.at("id").error(`expected "${startId(name, round)}"`);
  }
  return {
    params: place.at("params").params(),
    id: startId(name, round),
    name,
    round,
    argv,
    env,
    server: readServer(place.at("server")),
    serverVersion,
    host: place.at("host").text(),
    port: readPort(place.at("port")),
    urls: place.at("urls").urls(),
    healthUrls: place.at("healthUrls").urls(),
    afterRun,
    identity: serverIdentity(argv, env, after, serverVersion, readFiles(place).files),
    ...readFiles(place),
    ...readMasked(place),
  };
}

function readWorkload(place: Place): Workload {
  const warmup = place.at("warmupArgv");
  return workloadOf({
    id: place.at("id").text(),
    params: place.at("params").params(),
    argv: place.at("argv").words(),
    warmupArgv: warmup.value === null ? null : warmup.words(),
    env: place.at("env").texts(),
    version: place.at("version").textOrNull(),
    ...readKind(place),
    ...readFiles(place),
    ...readMasked(place),
  });
}

function readKind(place: Place): { readonly kind?: BenchKindName } {
  if (!place.object().has("kind")) return {};
  const name = place.at("kind").text();
  const kind = BENCH_KINDS.find((kind) => kind === name);
  if (kind === undefined) {
    throw place.at("kind").error(`expected one of ${BENCH_KINDS.join(", ")}, found "${name}"`);
  }
  return { kind };
}

function readCell(place: Place): Pick<Combination, "directory" | "runs"> {
  const runs = place.at("runs").items().map((run) => run.count());
  return { directory: place.at("directory").pathPart(), runs };
}

function readFiles(place: Place): { readonly files?: Files } {
  return place.object().has("files") ? { files: place.at("files").texts() } : {};
}

function readMasked(place: Place): { readonly masked?: Masked } {
  if (!place.object().has("masked")) return {};
  const masked = place.at("masked");
  const list = (key: string) => masked.at(key).items().map((item) => item.text());
  return { masked: { variables: list("variables"), flags: list("flags") } };
}

function readServer(place: Place): string {
  const name = place.text();
  const names = [...ENGINES, OTHER].map(({ name }) => name);
  if (!names.includes(name)) {
    throw place.error(`expected one of ${names.join(", ")}, found "${name}"`);
  }
  return name;
}

function readPort(place: Place): Port {
  const kind = place.at("kind").text();
  if (kind === "fixed") return { kind, port: place.at("port").port() };
  if (kind !== "lease") throw place.at("kind").error(`expected fixed or lease, found "${kind}"`);
  const preferred = place.at("preferred");
  return {
    kind,
    preferred: preferred.value === null ? null : preferred.port(),
    ...place.object().has("replaces") ? { replaces: place.at("replaces").port() } : {},
  };
}

function readAfterRun(place: Place): AfterRun {
  const kind = place.at("kind").text();
  switch (kind) {
    case "nothing":
      return { kind };
    case "command":
      return { kind, argv: place.at("argv").words() };
    case "reset":
      return {
        kind,
        paths: place.at("paths").items().map((item) => ({
          path: item.at("path").text(),
          optional: item.at("optional").flag(),
        })),
      };
    default:
      throw place.at("kind").error(`expected command, reset or nothing, found "${kind}"`);
  }
}

function readPolicy(place: Place): PolicyData {
  const kind = place.at("kind").text();
  if (kind === "fixed") return { kind };
  throw place.at("kind").error(`this servesweep knows no policy "${kind}"`);
}

/** A value with its place in the document, and what may be expected of it. */
class Place {
  readonly value: Json;
  readonly #path: string;
  readonly #origin: string;

  constructor(value: Json, path: string, origin: string) {
    this.value = value;
    this.#path = path;
    this.#origin = origin;
  }

  error(problem: string): UsageError {
    const where = this.#path === "" ? "" : `${this.#path}: `;
    return new UsageError(`Cannot read the plan "${this.#origin}": ${where}${problem}`);
  }

  object(): JsonObject {
    return isJsonObject(this.value) ? this.value : this.#expected("an object");
  }

  at(key: string): Place {
    const path = this.#path === "" ? key : `${this.#path}.${key}`;
    const value = this.object().get(key);
    const place = new Place(value ?? null, path, this.#origin);
    if (value === undefined) throw place.error("it is missing");
    return place;
  }

  items(): Place[] {
    const { value } = this;
    if (!Array.isArray(value)) return this.#expected("a list");
    return value.map((item, index) => new Place(item, `${this.#path}[${index}]`, this.#origin));
  }

  text(): string {
    const { value } = this;
    if (typeof value !== "string" || value.includes("\0") || !value.isWellFormed()) {
      return this.#expected("a text without NUL or halves of characters");
    }
    return value;
  }

  textOrNull(): string | null {
    return this.value === null ? null : this.text();
  }

  flag(): boolean {
    return typeof this.value === "boolean" ? this.value : this.#expected("true or false");
  }

  count(): number {
    const { value } = this;
    const number = value instanceof JsonNumber && value.isInteger ? value.toNumber() : -1;
    return Number.isSafeInteger(number) && number >= 0
      ? number
      : this.#expected("a whole number of at least 0");
  }

  port(): number {
    const port = this.count();
    return port >= 1 && port <= 65_535 ? port : this.#expected("a port from 1 to 65535");
  }

  /** A command. */
  words(): string[] {
    const words = this.items().map((item) => item.text());
    return words.length > 0 && words[0] !== "" ? words : this.#expected("a command");
  }

  /** Variables. */
  texts(): Record<string, string> {
    return Object.fromEntries([...this.object().keys()].map((key) => [key, this.at(key).text()]));
  }

  params(): JsonObject {
    return withInfinities(this.object()) as JsonObject;
  }

  /** URLs, in which the port may be open. */
  urls(): string[] {
    const items = this.items();
    if (items.length === 0) return this.#expected("a URL at least");
    return items.map((item) => {
      const url = item.text();
      if (URL.canParse(url.replace(/:auto(?=\/|$)/, ":1"))) return url;
      return item.#expected("a URL");
    });
  }

  /** The name of a directory that cannot lead anywhere else; may be empty. */
  pathPart(): string {
    const text = this.text();
    return text.includes("/") || text === "." || text === ".."
      ? this.#expected("the name of a directory")
      : text;
  }

  #expected(what: string): never {
    const { value } = this;
    const shown = typeof value === "string" ? ` ${JSON.stringify(value)}` : "";
    throw this.error(
      `expected ${what}, found ${value === null ? "null" : jsonKind(value) + shown}`,
    );
  }
}
