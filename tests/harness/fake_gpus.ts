/** A machine with NVIDIA GPUs, as the fake nvidia-smi of the fixture programs tells it. */
import { Workspace } from "./workspace.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url).pathname;

/** Options of {@linkcode FakeGpus}. */
export interface FakeGpusOptions {
  /** @default {8} */
  readonly count?: number;
  /** A file of fixtures/gpus. @default {"dgx-h100"} */
  readonly topology?: string;
  /** For how many queries the memory of a dead process counts. @default {0} */
  readonly linger?: number | "forever";
  /** Memory of each GPU. @default {"81559"} */
  readonly memory?: string;
}

/** Its state is a directory of its own, gone at the end of the test. */
export class FakeGpus implements Disposable {
  readonly #workspace = new Workspace();
  /** Variables that put the fake nvidia-smi on PATH, nothing inherited that hides GPUs. */
  readonly env: Record<string, string>;

  constructor(options: FakeGpusOptions = {}) {
    const { count = 8, topology = "dgx-h100", linger = 0, memory = "81559" } = options;
    const rows = Array.from({ length: count }, (_, index) =>
      [
        index,
        uuid(index),
        "NVIDIA H100 80GB HBM3",
        memory,
        "570.86.15",
        `00000000:${(index + 0x1b).toString(16).toUpperCase()}:00.0`,
      ].join(", "));
    const header = "index, uuid, name, memory.total, driver_version, pci.bus_id";
    this.#workspace.write("gpus.csv", [header, ...rows].join("\n") + "\n");
    this.write("topology.txt", Deno.readTextFileSync(`${FIXTURES}gpus/${topology}.txt`));
    this.write("linger", `${linger}\n`);
    Deno.mkdirSync(this.#workspace.at("memory"));
    this.env = {
      PATH: `${FIXTURES}programs:${Deno.env.get("PATH")}`,
      FAKE_NVIDIA_SMI: this.#workspace.path,
    };
  }

  /** Writes a file of its state. */
  write(name: string, text: string): void {
    this.#workspace.write(name, text);
  }

  /** Books memory of a GPU on a process. A pid that no process has is that of a dead one. */
  hold(pid: number, gpu: number, mib: number): void {
    this.write(`memory/${pid}`, `${gpu} ${mib}\n`);
  }

  /** Gives the memory of a process back. */
  release(pid: number): void {
    Deno.removeSync(this.#workspace.at(`memory/${pid}`));
  }

  /** Arguments of the calls so far. */
  calls(): string[] {
    try {
      return this.#workspace.read("queries.log").trim().split("\n");
    } catch {
      return [];
    }
  }

  /** How often the memory in use was asked for. */
  queries(): number {
    return this.calls().filter((call) => call.includes("memory.used")).length;
  }

  [Symbol.dispose](): void {
    this.#workspace[Symbol.dispose]();
  }
}

/** The UUID of a fake GPU. */
export function uuid(index: number): string {
  return `GPU-${index}7a0294c-c2c2-5476-438c-fb468eaa223b`;
}
