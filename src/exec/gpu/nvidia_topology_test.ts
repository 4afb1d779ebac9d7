import { assertEquals } from "@std/assert";
import { cpuList } from "../../machine/cpu_split.ts";
import { linkKey, linkNearness } from "../../machine/machine.ts";
import { parseTopology } from "./nvidia_topology.ts";

function topology(name: string) {
  const path = new URL(`../../../tests/fixtures/gpus/${name}.txt`, import.meta.url);
  const { links, cpus } = parseTopology(Deno.readTextFileSync(path));
  return {
    links,
    link: (a: number, b: number) => links.get(linkKey(`${a}`, `${b}`)) ?? null,
    cpus: (gpu: number) => cpuList(cpus.get(`${gpu}`) ?? []),
  };
}

Deno.test("of an H100 machine every pair of GPUs is read, network cards are not", () => {
  const { links, link, cpus } = topology("dgx-h100");
  assertEquals(links.size, 28);
  assertEquals(new Set(links.values()), new Set([linkNearness("NV18")]));
  assertEquals(link(0, 7), link(7, 0));
  assertEquals([0, 3, 4, 7].map(cpus), [
    "0-55,112-167",
    "0-55,112-167",
    "56-111,168-223",
    "56-111,168-223",
  ]);
});

Deno.test("an underlined header is read like any other", () => {
  const { links, link, cpus } = topology("pcie-4-l40s");
  assertEquals(links.size, 6);
  assertEquals([link(0, 1), link(0, 2)], [linkNearness("NODE"), linkNearness("SYS")]);
  assertEquals(cpus(3), "96-191,288-383");
});

Deno.test("a matrix without NUMA columns is read", () => {
  const { link, cpus } = topology("pcie-8-switches");
  assertEquals([link(0, 1), link(0, 2), link(0, 4)], ["PIX", "PHB", "SYS"].map(linkNearness));
  assertEquals([cpus(0), cpus(7)], ["0-9,20-29", "10-19,30-39"]);
});

Deno.test("where no processors are told none are made up", () => {
  const { link, cpus } = topology("virtual");
  assertEquals([link(0, 1), cpus(0)], [linkNearness("PHB"), ""]);
});

Deno.test("a tab that is lost between network cards moves no column that matters", () => {
  const text = "\tGPU0\tNIC0\tNIC1\tCPU Affinity\tNUMA Affinity\nGPU0\t X \tPIXNODE\t0-3\t0\n";
  assertEquals(parseTopology(text).cpus, new Map([["0", [0, 1, 2, 3]]]));
});

Deno.test("more NVLinks are nearer, and every NVLink is nearer than PCIe", () => {
  const kinds = ["SYS", "NODE", "PHB", "PXB", "PIX", "NV1", "NV2", "NV18"];
  const values = kinds.map(linkNearness);
  assertEquals(values, values.toSorted((a, b) => a! - b!));
  assertEquals(new Set(values).size, kinds.length);
  assertEquals(["X", "", "NV", "N/A"].map(linkNearness), [null, null, null, null]);
});

Deno.test("what is no matrix says nothing", () => {
  assertEquals(parseTopology("").links.size, 0);
  assertEquals(parseTopology("Failed to initialize NVML\n").cpus.size, 0);
});
