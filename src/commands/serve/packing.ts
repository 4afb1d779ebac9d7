/** Which GPUs are used, what runs side by side, and in which order. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import { PRIORITIES, type Priority } from "../../machine/priority.ts";
import { type GpuRequest, parseGpuList } from "../../spec/gpu_list.ts";

/** How repetitions are ordered: all on one server start, or spread over several. */
const ORDERS = ["grouped", "interleaved"] as const;

/** One of them. */
export type Order = typeof ORDERS[number];

/** What of the machine is shared out. */
export interface PackingSettings {
  /** GPUs to share out; null: whatever the commands take. */
  readonly gpus: GpuRequest | null;
  /** How many server starts run side by side; null: as many as there is room for. */
  readonly parallel: number | null;
  /** Null: told by the serve command. */
  readonly gpusPerServer: number | null;
  readonly splitCpus: boolean;
  readonly checkInterference: boolean;
}

/** In which order starts and repetitions come. */
export interface OrderSettings {
  readonly order: Order;
  /** Server starts of each serve set. Null for grouped order, and for one a repetition. */
  readonly starts: number | null;
  /** Null: as given one at a time or with a budget, else in the order that ends soonest. */
  readonly priority: Priority | null;
}

const GROUP = "Packing and order";

/** Options of servers side by side. */
export const PACKING_OPTIONS: readonly Option[] = [
  {
    name: "gpus",
    kind: "string",
    metavar: "LIST|auto|none",
    group: GROUP,
    help: "GPUs that are shared out to the server starts: 0-7, or 0,2,4, or auto for all that " +
      "nvidia-smi or rocm-smi shows. Each start gets as many as its command asks for, by " +
      "CUDA_VISIBLE_DEVICES. Without it, and one start at a time, nothing is shared out",
  },
  {
    name: "parallel",
    kind: "string",
    metavar: "N|auto",
    default: "1",
    group: GROUP,
    help: "How many server starts run side by side, each on GPUs, a port and CPU cores of its " +
      "own; auto: as many as the GPUs allow",
  },
  {
    name: "gpus-per-server",
    kind: "integer",
    metavar: "N",
    min: 1,
    group: GROUP,
    help: "How many GPUs a server takes. Without it: tensor x pipeline x data parallel size of " +
      "its command",
  },
  {
    name: "cpu-split",
    kind: "boolean",
    default: "true",
    group: GROUP,
    help: "Let servers that run side by side share all CPU cores, instead of giving each a part",
  },
  {
    name: "check-interference",
    kind: "boolean",
    group: GROUP,
    help: "Before the sweep, measure its first combination alone and with the machine full of " +
      "copies of it, and say how much the numbers differ",
  },
  {
    name: "order",
    kind: "string",
    metavar: ORDERS.join("|"),
    default: "grouped",
    choices: ORDERS,
    group: GROUP,
    help: "grouped: all repetitions of a serve set on one server start. interleaved: spread over " +
      "several, so that drift and the luck of a start hit all combinations alike",
  },
  {
    name: "starts",
    kind: "integer",
    metavar: "N",
    min: 1,
    group: GROUP,
    help: "Server starts of each serve set with --order interleaved; without it one for each " +
      "repetition",
  },
];

/** @throws {UsageError} If there are starts without an order for them. */
export function readOrder(values: OptionValues): OrderSettings {
  const order = values.choice("order", ORDERS);
  const starts = values.optionalInteger("starts");
  if (starts !== null && order !== "interleaved") {
    throw new UsageError("--starts needs --order interleaved: grouped repetitions have one start");
  }
  return { order, starts, priority: values.optionalChoice("priority", PRIORITIES) };
}

/** @throws {UsageError} If GPUs or servers are none, or there is nothing that could interfere. */
export function readPacking(values: OptionValues): PackingSettings {
  const gpus = values.optionalString("gpus");
  const parallel = readParallel(values.string("parallel"));
  const checkInterference = values.boolean("check-interference");
  if (checkInterference && parallel === 1) {
    throw new UsageError("--check-interference needs --parallel: one server at a time is alone");
  }
  return {
    gpus: gpus === null ? null : parseGpuList(gpus),
    parallel,
    gpusPerServer: values.optionalInteger("gpus-per-server"),
    splitCpus: values.boolean("cpu-split"),
    checkInterference,
  };
}

function readParallel(text: string): number | null {
  if (text === "auto") return null;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`--parallel is "${text}", expected a whole number from 1 to 9999, or auto`);
}
