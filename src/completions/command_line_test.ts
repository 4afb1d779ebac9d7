import { assertEquals } from "@std/assert";
import { argumentOf, firstSentence, longName, valueOf } from "./command_line.ts";

const option = { name: "x", kind: "string", help: "", group: "" } as const;

const argument = { what: "a thing", count: "one", help: "" } as const;

Deno.test("the name or the choices of a positional tell what a command takes", () => {
  assertEquals(argumentOf({ ...argument, name: "DIR" }), { kind: "directory" });
  assertEquals(argumentOf({ ...argument, name: "OUTPUT_DIR" }), { kind: "directory" });
  assertEquals(argumentOf({ ...argument, name: "FILE" }), { kind: "file" });
  assertEquals(argumentOf({ ...argument, name: "NAME" }), { kind: "text" });
  assertEquals(argumentOf({ ...argument, name: "SHELL", choices: ["bash", "zsh", "fish"] }), {
    kind: "choices",
    choices: ["bash", "zsh", "fish"],
  });
});

Deno.test("the placeholder of an option tells whether its value is a path", () => {
  assertEquals(valueOf({ ...option, kind: "boolean" }), null);
  assertEquals(valueOf({ ...option, metavar: "FILE|JSON" }), { kind: "file" });
  assertEquals(valueOf({ ...option, metavar: "DIR" }), { kind: "directory" });
  assertEquals(valueOf({ ...option, metavar: "N" }), { kind: "text" });
  assertEquals(valueOf({ ...option, metavar: "DIR", choices: ["a"] }), {
    kind: "choices",
    choices: ["a"],
  });
});

Deno.test("an option that is on is offered as what turns it off", () => {
  assertEquals(longName({ ...option, kind: "boolean", default: "true" }), "--no-x");
  assertEquals(longName({ ...option, kind: "boolean", default: "false" }), "--x");
});

Deno.test("the first sentence of a help text has no end of its own", () => {
  assertEquals(firstSentence("One thing.\nAnother thing. A third"), "One thing");
  assertEquals(firstSentence("How long: seconds, or 90s"), "How long");
  assertEquals(firstSentence("A number such as 1.5 in a word."), "A number such as 1.5 in a word");
});
