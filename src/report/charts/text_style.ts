/** Sizes and colours that all charts share. */
import { FONT_FAMILY } from "./text_width.ts";

/** Text colours on white: of what must be read, and of ticks. */
export const INK = "#222222";
export const FAINT_INK = "#555555";

/** Lines of the grid. */
export const GRID_COLOR = "#e3e3e3";

/** Font sizes in pixels. */
export const FONT_SIZE = { title: 14, label: 13, tick: 12 } as const;

/** ECharts' style of a text. */
export function textStyle(size: number, color: string = INK) {
  return { fontFamily: FONT_FAMILY, fontSize: size, fontWeight: "normal" as const, color };
}
