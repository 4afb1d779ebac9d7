// @ts-check
// The Pareto frontier of points of which both coordinates are to be large.

/**
 * Indices of the points that no other point dominates, from the smallest x to the largest. A point is dominated if another is
 * as large in both coordinates and larger in one; exact duplicates are all kept. As `paretoFrontier` of src/analysis/pareto.ts.
 *
 * @param {readonly (readonly [number, number])[]} points
 * @returns {number[]}
 */
export function frontier(points) {
  const order = [...points.entries()]
    .toSorted(([, a], [, b]) => b[0] - a[0] || b[1] - a[1]);
  /** @type {number[]} */
  const kept = [];
  /** @type {readonly [number, number] | null} */
  let last = null;
  for (const [index, point] of order) {
    const isDuplicate = last !== null && point[0] === last[0] && point[1] === last[1];
    if (last !== null && !isDuplicate && point[1] <= last[1]) continue;
    kept.push(index);
    last = point;
  }
  return kept.reverse();
}
