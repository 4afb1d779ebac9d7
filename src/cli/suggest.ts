/** "Did you mean": the nearest known name. */
import { closestString } from "@std/text/closest-string";
import { levenshteinDistance } from "@std/text/levenshtein-distance";

/** Shortest text that is taken for a part of a name. */
const MIN_PART = 4;

/** The known name that is nearest to what was written, or has it as a part; null if none is near. */
export function closestName(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const longer = name.length < MIN_PART ? [] : known.filter((other) => other.includes(name));
  const starting = longer.filter((other) => other.startsWith(name));
  if (starting.length > 0) return shortest(starting);
  if (longer.length > 0) return shortest(longer);
  const nearest: string = closestString(name, known);
  const distance: number = levenshteinDistance(name, nearest);
  return distance <= Math.max(2, Math.ceil(name.length / 3)) ? nearest : null;
}

function shortest(names: readonly string[]): string {
  return names.reduce((best, name) => name.length < best.length ? name : best);
}
