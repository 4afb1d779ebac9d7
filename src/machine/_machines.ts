/** Machines for the tests of packing. */
import { linkKey, linkNearness, type Machine, plainMachine } from "./machine.ts";

/** A machine with GPUs 0 to `count` - 1 and connections by what joins a pair; `null` for one that is not known. */
export function machineWith(
  count: number,
  link: (a: number, b: number) => string | null = () => null,
  cpus: readonly number[] = [],
): Machine {
  const links = new Map<string, number>();
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const nearness = linkNearness(link(a, b) ?? "");
      if (nearness !== null) links.set(linkKey(`${a}`, `${b}`), nearness);
    }
  }
  const ids = Array.from({ length: count }, (_, index) => String(index));
  return { ...plainMachine(ids, cpus), links };
}

/** The same, with near processors for each GPU. */
export function machineNear(
  near: readonly (readonly number[] | null)[],
  cores: readonly (readonly number[])[],
): Machine {
  const plain = plainMachine(near.map((_, index) => String(index)), cores.flat());
  return {
    ...plain,
    cores,
    gpus: plain.gpus.map((gpu, index) => ({ ...gpu, cpus: near[index]! })),
  };
}
