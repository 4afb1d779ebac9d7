import { assertEquals } from "@std/assert";
import { inZone } from "./_zone.ts";
import { localClock, localDate, localStamp, localZone, timeOfDay } from "./local_time.ts";

Deno.test("the clock of the machine is that of its zone, summer time included", () => {
  const times: [string, string, string, string][] = [
    ["Europe/Berlin", "2026-10-25T00:59:59.999Z", "2026-10-25", "02:59:59.999"],
    ["Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25", "02:00:00.000"],
    ["America/New_York", "2027-01-01T04:59:00Z", "2026-12-31", "23:59:00.000"],
    ["Australia/Lord_Howe", "2026-07-01T00:00:00Z", "2026-07-01", "10:30:00.000"],
  ];
  for (const [zone, time, date, clock] of times) {
    inZone(zone, () => {
      const atMs = Date.parse(time);
      assertEquals(localZone(atMs), zone);
      assertEquals([localDate(atMs), localClock(atMs, "millisecond")], [date, clock]);
      assertEquals(localClock(atMs, "minute"), clock.slice(0, 5));
    });
  }
});

Deno.test("where TZ names no zone the clock is the one that Date has", () => {
  for (const zone of ["", "Etc/Unknown", "Foo/Bar", "GMT+3", "/usr/share/zoneinfo/Asia/Tokyo"]) {
    inZone(zone, () => {
      const date = new Date("2026-06-30T18:05:09Z");
      const shown = [date.getHours(), date.getMinutes(), date.getSeconds()]
        .map((value) => String(value).padStart(2, "0")).join(":");
      assertEquals(localClock(date.getTime()), shown, zone);
    });
  }
});

Deno.test("a time of day has its date where it is another day's, and a stamp has no signs in it", () => {
  inZone("Europe/Berlin", () => {
    const atMs = Date.parse("2026-11-27T05:00:09+01:00");
    const day = 24 * 3_600_000;
    assertEquals(
      [timeOfDay(atMs, atMs - day + 1), timeOfDay(atMs, atMs - day, "second")],
      ["05:00", "2026-11-27 05:00:09"],
    );
    assertEquals(localStamp(atMs, "_"), "20261127_050009");
  });
});
