import { assert, assertEquals } from "@std/assert";
import { bundlePage, PAGE_BUNDLE } from "../scripts/bundle_page.ts";
import { ROOT } from "../scripts/std.ts";
import { PAGE_ASSETS } from "../src/report/html/assets.ts";

Deno.test("the bundle in the checkout is that of the page's modules", async () => {
  const kept = await Deno.readTextFile(`${ROOT}/${PAGE_BUNDLE}`);
  assert(kept === await bundlePage(), `${PAGE_BUNDLE} is out of date: deno task page`);
});

Deno.test("the page's own script has no import left and can be read", () => {
  assertEquals(/^\s*(import|export)\s/m.test(PAGE_ASSETS.script), false);
  new Function("document", PAGE_ASSETS.script);
});
