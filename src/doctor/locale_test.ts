import { assertEquals, assertStringIncludes } from "@std/assert";
import { inZone } from "../lib/_zone.ts";
import { probeLocale } from "./locale.ts";

Deno.test("a value of TZ that names no zone is a warning with the zone that is used instead", () => {
  const cases = {
    "Europe/Berlin": "ok",
    "UTC": "ok",
    "": "warn",
    "GMT+3": "warn",
    "Foo/Bar": "warn",
  };
  for (const [zone, state] of Object.entries(cases)) {
    inZone(zone, () => {
      const [check] = probeLocale();
      assertEquals(check!.state, state, zone);
      if (state === "warn") assertStringIncludes(check!.text, `TZ is "${zone}"`);
    });
  }
  inZone("GMT+3", () => assertStringIncludes(probeLocale()[0]!.text, "Time zone -03:00"));
});
