import { assertEquals } from "@std/assert";
import { argumentOf, firstSentence, longName, valueOf } from "./command_line.ts";

const option = { name: "x", kind: "string", help: "", group: "" } as const;

Deno.test("the first word of a usage that belongs to no option is what a command takes", () => {
  assertEquals(argumentOf("servesweep demo [options]"), null);
  assertEquals(argumentOf("servesweep serve --serve-cmd CMD --bench-cmd CMD [options]"), null);
  assertEquals(argumentOf("servesweep report DIR... [-o FILE]"), { kind: "directory" });
  assertEquals(argumentOf("servesweep report [-o FILE] [DIR...]"), { kind: "directory" });
  assertEquals(argumentOf("servesweep read FILE"), { kind: "file" });
  assertEquals(argumentOf("servesweep show NAME"), { kind: "text" });
  assertEquals(argumentOf("servesweep completions bash|zsh|fish"), {
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
