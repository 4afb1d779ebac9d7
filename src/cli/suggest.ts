/** "Did you mean": the nearest known name. */
import { closestString } from "@std/text/closest-string";
import { levenshteinDistance } from "@std/text/levenshtein-distance";

/** The known name that is nearest to what was written; null if none is near. */
export function closestName(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const nearest: string = closestString(name, known);
  const distance: number = levenshteinDistance(name, nearest);
  return distance <= Math.max(2, Math.ceil(name.length / 3)) ? nearest : null;
}
