/** Choosing the GPUs of a server start among those that are free. */
import { type Machine, nearness } from "./machine.ts";

/** Up to so many possible sets are compared; beyond them only those of neighbours. 16 GPUs have at most 12,870. */
const COMPARED_SETS = 20_000;

/**
 * The best set of free GPUs for one start, null if there are too few. In this order: its farthest pair is nearest, all its
 * pairs are near, it is contiguous, what stays free is in the largest whole blocks (aligned groups of 2, 4, 8 ..., as
 * buddy allocation has them), it comes first. The same question always has the same answer.
 *
 * @param free Ids of GPUs of the machine, in any order.
 * @returns Ids in the machine's order.
 */
export function pickGpus(
  free: readonly string[],
  count: number,
  machine: Machine,
): readonly string[] | null {
  const order = layout(machine);
  const places = order.flatMap((id, place) => free.includes(id) ? [place] : []);
  if (count < 1 || places.length < count) return null;
  let best: { places: readonly number[]; worth: readonly number[] } | null = null;
  for (const candidate of candidates(places, count)) {
    const worth = worthOf(candidate, places, order, machine);
    if (best === null || isMore(worth, best.worth)) best = { places: candidate, worth };
  }
  const chosen = new Set(best!.places.map((place) => order[place]!));
  return machine.gpus.map(({ id }) => id).filter((id) => chosen.has(id));
}

/**
 * The GPUs in an order in which near ones stand together, large groups before small ones, so that aligned blocks are groups
 * of near GPUs. On a machine of regular build it is the order that they have.
 */
function layout(machine: Machine): readonly string[] {
  const levels = [...new Set(machine.links.values())].sort((a, b) => a - b);
  return grouped(machine.gpus.map(({ id }) => id), levels, machine);
}

/** Ids divided into what is connected at the first level and nearer, each group divided by the levels that follow. */
function grouped(
  ids: readonly string[],
  [level, ...nearer]: readonly number[],
  machine: Machine,
): readonly string[] {
  if (level === undefined || ids.length < 2) return ids;
  const groups: string[][] = [];
  const rest = new Set(ids);
  for (const first of ids) {
    if (!rest.delete(first)) continue;
    const group = [first];
    for (const member of group) {
      for (const other of rest) {
        if (nearness(machine, member, other) >= level) {
          group.push(other);
          rest.delete(other);
        }
      }
    }
    groups.push(ids.filter((id) => group.includes(id)));
  }
  groups.sort((a, b) => b.length - a.length);
  return groups.flatMap((group) => grouped(group, nearer, machine));
}

/** All sets of `count` of these places, or where they are too many, those without a free place in between. */
function* candidates(places: readonly number[], count: number): Generator<readonly number[]> {
  if (combinationsOf(places.length, count) <= COMPARED_SETS) {
    yield* subsets(places, count);
  } else {
    for (let start = 0; start + count <= places.length; start++) {
      yield places.slice(start, start + count);
    }
  }
}

/** Binomial coefficient. */
function combinationsOf(total: number, count: number): number {
  let result = 1;
  for (let i = 1; i <= count; i++) result *= (total - count + i) / i;
  return Math.round(result);
}

/** Sets of `count` elements, in lexicographic order. */
function* subsets(from: readonly number[], count: number): Generator<readonly number[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let first = 0; first + count <= from.length; first++) {
    for (const rest of subsets(from.slice(first + 1), count - 1)) yield [from[first]!, ...rest];
  }
}

/** What a set is worth, the most important first; higher is better. */
function worthOf(
  chosen: readonly number[],
  free: readonly number[],
  order: readonly string[],
  machine: Machine,
): number[] {
  const links = chosen.flatMap((a, index) =>
    chosen.slice(index + 1).map((b) => nearness(machine, order[a]!, order[b]!))
  );
  const left = new Set(free.filter((place) => !chosen.includes(place)));
  const blocks: number[] = [];
  for (let size = blockSize(order.length); size >= 2; size /= 2) {
    blocks.push(wholeBlocks(left, size, order.length));
  }
  return [
    Math.min(...links),
    links.reduce((sum, link) => sum + link, 0),
    chosen[0]! - chosen.at(-1)!,
    ...blocks,
  ];
}

/** The largest power of two that is no larger than the total. */
function blockSize(total: number): number {
  return 2 ** Math.floor(Math.log2(total));
}

/** How many aligned blocks of a size are free as a whole. */
function wholeBlocks(free: ReadonlySet<number>, size: number, total: number): number {
  let count = 0;
  for (let start = 0; start + size <= total; start += size) {
    let length = 0;
    while (length < size && free.has(start + length)) length++;
    if (length === size) count++;
  }
  return count;
}

function isMore(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((value, place) => value !== b[place]);
  return index >= 0 && a[index]! > b[index]!;
}
