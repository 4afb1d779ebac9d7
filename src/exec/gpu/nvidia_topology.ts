/** Reading the matrix of `nvidia-smi topo -m`. */
import { parseCpuList } from "../../machine/cpu_split.ts";
import { linkKey, linkNearness } from "../../machine/machine.ts";

/** What the matrix says; GPUs are named by their index. */
export interface Topology {
  readonly links: ReadonlyMap<string, number>;
  /** Processors of each GPU's NUMA node, where they are told. */
  readonly cpus: ReadonlyMap<string, readonly number[]>;
}

/** A cell about a link. Some drivers lose the tab between two columns of network cards. */
const LINK = /^(X|NV\d+|PIX|PXB|PHB|NODE|SYS)+$/;

/**
 * Reads the matrix. Columns: GPUs, network cards, then CPU affinity, and with newer drivers NUMA affinity and more. The
 * header is underlined by escape sequences even where the output is no terminal. What cannot be read is left out.
 */
export function parseTopology(text: string): Topology {
  const links = new Map<string, number>();
  const cpus = new Map<string, readonly number[]>();
  // deno-lint-ignore no-control-regex
  const lines = text.replace(/\x1b\[[\d;]*m/g, "").split("\n");
  const columns = cells(lines.find((line) => /^\s+GPU\d/.test(line)) ?? "");
  for (const line of lines) {
    const [row, ...values] = cells(line);
    const id = gpuIndex(row);
    if (id === null) continue;
    values.forEach((value, index) => {
      const other = gpuIndex(columns[index + 1]);
      const nearness = linkNearness(value);
      if (other !== null && nearness !== null) links.set(linkKey(id, other), nearness);
    });
    const affinity = values[values.findLastIndex((value) => LINK.test(value)) + 1];
    const near = parseCpuList(affinity ?? "");
    if (near !== null) cpus.set(id, near);
  }
  return { links, cpus };
}

function cells(line: string): string[] {
  return line.split("\t").map((cell) => cell.trim());
}

function gpuIndex(cell: string | undefined): string | null {
  return /^GPU(\d+)$/.exec(cell ?? "")?.[1] ?? null;
}
