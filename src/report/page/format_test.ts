import { assertEquals } from "@std/assert";
import { durationText } from "../../lib/duration.ts";
import { durationText as pageDurationText } from "./format.js";

Deno.test("the page's script writes durations as the text around it does", () => {
  for (const ms of [0, 400, 999.6, 59_949, 59_970, 61_000, 3_599_600, 7_199_000, 36_000_000]) {
    assertEquals(pageDurationText(ms / 1000), durationText(ms));
  }
});
