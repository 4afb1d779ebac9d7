import { assertEquals } from "@std/assert";
import { JournalTail } from "./journal_tail.ts";

function line(server: string): string {
  return JSON.stringify({
    type: "server-ready",
    time: "2026-11-24T16:15:00Z",
    server,
    startupMs: 1,
  }) + "\n";
}

Deno.test("each event is handed out once, and a line that is being written when it is whole", () => {
  const path = Deno.makeTempFileSync();
  try {
    const tail = new JournalTail(path);
    const servers = () => tail.read().map((event) => "server" in event && event.server);
    const append = (text: string) => Deno.writeTextFileSync(path, text, { append: true });
    assertEquals(servers(), []);
    append(line("a") + line("ä模").slice(0, -20));
    assertEquals(servers(), ["a"]);
    assertEquals(servers(), []);
    append(line("ä模").slice(-20) + line("c"));
    assertEquals(servers(), ["ä模", "c"]);
    // Torn by a crash: the next session closes the line and goes on.
    append(`{"type":"server-re`);
    assertEquals(servers(), []);
    append("\n" + line("d"));
    assertEquals(servers(), ["d"]);
  } finally {
    Deno.removeSync(path);
  }
});
