/** Names of scales, apart from the code that scales: a command line needs only the names. */

/** Scales of matplotlib that are understood. */
export const SCALES = ["linear", "log", "sqrt", "symlog"] as const;

/** One of {@linkcode SCALES}. */
export type ScaleName = typeof SCALES[number];
