/** The Pareto frontier of two quantities of which more is better. */

/**
 * The items that no other one beats: none has both coordinates at least as large and one larger. Items with the very same
 * coordinates are all kept; of two with the same x only the larger y stays, and the reverse. Items with NaN are left out.
 *
 * One pass over the items by falling x keeps the best y so far (Kung, Luccio, Preparata, "On Finding the Maxima of a Set
 * of Vectors", J. ACM 22, 1975: two dimensions in O(n log n)).
 *
 * @returns By rising x; items with the same coordinates in the order given.
 */
export function paretoFrontier<T>(
  items: readonly T[],
  x: (item: T) => number,
  y: (item: T) => number,
): T[] {
  const points = items.map((item) => ({ item, x: x(item), y: y(item) }))
    .filter((point) => !Number.isNaN(point.x) && !Number.isNaN(point.y))
    .sort((a, b) => compare(b.x, a.x) || compare(b.y, a.y));
  const frontier: typeof points = [];
  for (const point of points) {
    const best = frontier.at(-1);
    const isDuplicate = best !== undefined && point.x === best.x && point.y === best.y;
    if (best === undefined || point.y > best.y || isDuplicate) frontier.push(point);
  }
  // Stable: what has the same x here has the same y too, and keeps its order.
  return frontier.sort((a, b) => compare(a.x, b.x)).map(({ item }) => item);
}

/** A difference would be NaN for two infinities. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
