import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../lib/errors.ts";
import { inZone } from "../lib/_zone.ts";
import { nextMoment, parseClockTime } from "./time_of_day.ts";

/** What a clock on the wall shows, the zone left to the machine. */
function shown(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
}

function until(text: string, now: Date): Date {
  return nextMoment(parseClockTime(text), now);
}

Deno.test("a time of day is the next one to come", () => {
  const now = new Date(2026, 10, 25, 22, 30);
  const cases = {
    "06:00": "2026-11-26 06:00:00",
    "6:00": "2026-11-26 06:00:00",
    " 06:00:30 ": "2026-11-26 06:00:30",
    "22:31": "2026-11-25 22:31:00",
    "22:30": "2026-11-26 22:30:00",
    "00:00": "2026-11-26 00:00:00",
  };
  for (const [text, expected] of Object.entries(cases)) {
    assertEquals(shown(until(text, now)), expected, text);
  }
});

Deno.test("a date with a time is that moment", () => {
  const now = new Date(2026, 10, 25, 22, 30);
  for (const text of ["2026-11-26T06:00", "2026-11-26 06:00", "2026-11-26T06:00:00"]) {
    assertEquals(shown(until(text, now)), "2026-11-26 06:00:00", text);
  }
});

Deno.test("the end of a year and a leap day are days as others", () => {
  assertEquals(
    shown(until("06:00", new Date(2026, 11, 31, 23, 59))),
    "2027-01-01 06:00:00",
  );
  const february = new Date(2028, 1, 28, 12);
  assertEquals(shown(until("2028-02-29T06:00", february)), "2028-02-29 06:00:00");
});

Deno.test("what is no time, no day, past or too far ahead is refused with its value", () => {
  const now = new Date(2026, 10, 25, 22, 30);
  const cases: Record<string, string> = {
    "": "expected a time of day",
    "6": "expected a time of day",
    "25:00": "expected a time of day",
    "24:00": "expected a time of day",
    "06:60": "expected a time of day",
    "06:00:60": "expected a time of day",
    "6am": "expected a time of day",
    "06:00Z": "expected a time of day",
    "tomorrow": "expected a time of day",
    "2026-11-26": "expected a time of day",
    "2026-11-2606:00": "expected a time of day",
    "2026-02-30T06:00": "there is no such day",
    "2026-13-01T06:00": "there is no such day",
    "2026-00-01T06:00": "there is no such day",
    "2026-11-25T22:30": "that is past",
    "2025-11-26T06:00": "that is past",
    "2027-11-26T06:00": "at most 24 days",
  };
  for (const [text, message] of Object.entries(cases)) {
    const { message: said } = assertThrows(() => until(text, now), UsageError);
    assert(said.includes(message) && said.includes(`--until is "${text}"`), said);
  }
});

Deno.test("a time of day comes within 25 hours and is what the clock then shows", () => {
  const moment = fc.date({
    min: new Date(Date.UTC(2020)),
    max: new Date(Date.UTC(2040)),
    noInvalidDate: true,
  });
  for (const zone of ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]) {
    inZone(zone, () => {
      assertEquals(new Intl.DateTimeFormat().resolvedOptions().timeZone, zone);
      fc.assert(fc.property(moment, fc.nat(23), fc.nat(59), (now, hours, minutes) => {
        const text = `${hours}:${String(minutes).padStart(2, "0")}`;
        const next = until(text, now);
        const aheadMs = next.getTime() - now.getTime();
        assert(aheadMs > 0 && aheadMs <= 25 * 3_600_000, `${aheadMs} ms ahead`);
        const minuteOfDay = next.getHours() * 60 + next.getMinutes();
        const late = minuteOfDay - (hours * 60 + minutes);
        // Where the clocks are set forward over the time it comes as much later.
        assert(late === 0 || late === 60 || late === 30, `${shown(next)} for ${text}`);
      }));
    });
  }
});

Deno.test("where the clocks are set back, a time that comes twice is the next of both", () => {
  inZone("Europe/Berlin", () => {
    // 2026-10-25, 03:00 summer time is 02:00 winter time.
    const first = new Date("2026-10-25T02:30:00+02:00");
    const second = new Date("2026-10-25T02:30:00+01:00");
    const before = new Date("2026-10-25T01:00:00+02:00");
    assertEquals(until("02:30", before), first);
    assertEquals(until("02:30", first), second);
    assertEquals(until("02:30", second), new Date("2026-10-26T02:30:00+01:00"));
    assertEquals(until("2026-10-25T02:30", first), second);
    // A night that is an hour longer.
    assertEquals(until("06:00", before), new Date("2026-10-25T06:00:00+01:00"));
  });
});

Deno.test("where the clocks are set forward, a time that is left out is as much later", () => {
  inZone("Europe/Berlin", () => {
    const before = new Date("2026-03-29T01:00:00+01:00");
    assertEquals(until("02:30", before), new Date("2026-03-29T03:30:00+02:00"));
    assertEquals(until("06:00", before), new Date("2026-03-29T06:00:00+02:00"));
  });
});

Deno.test("half an hour that comes twice comes twice on Lord Howe Island", () => {
  inZone("Australia/Lord_Howe", () => {
    const first = new Date("2026-04-05T01:45:00+11:00");
    const second = new Date("2026-04-05T01:45:00+10:30");
    assertEquals(until("01:45", new Date(first.getTime() - 1)), first);
    assertEquals(until("01:45", first), second);
  });
});

Deno.test("where TZ names no zone a time of day is one of the clock that Date has", () => {
  for (const zone of ["", "GMT+3", "Foo/Bar"]) {
    inZone(zone, () => {
      const now = new Date(2026, 10, 25, 22, 30);
      assertEquals(shown(until("06:00", now)), "2026-11-26 06:00:00", zone);
    });
  }
});
