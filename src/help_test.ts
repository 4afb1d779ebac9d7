import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "./commands/registry.ts";
import { helpText } from "./help.ts";

Deno.test("every option of a command is in its help, once", () => {
  for (const { name: topic, options } of COMMANDS) {
    const text = helpText(topic);
    for (const { name } of options) {
      assertEquals(
        text.match(new RegExp(`^  (-\\w, )?--(no-)?${name}( |$)`, "gm"))?.length,
        1,
        name,
      );
    }
  }
});

Deno.test("help fits into 80 columns and ends with one line end", () => {
  for (const topic of [null, ...COMMANDS.map(({ name }) => name)]) {
    const text = helpText(topic);
    assertEquals(text.split("\n").filter((line) => line.length > 80), []);
    assert(text.endsWith("\n") && !text.endsWith("\n\n"));
  }
});

Deno.test("an option shows its default, that it is required or repeated, and the form that changes something", () => {
  const text = helpText("serve");
  assertStringIncludes(
    text,
    "  --num-runs N\n      Repetitions of every combination (default: 3)\n",
  );
  assertStringIncludes(text, "  --no-cache-reset\n");
  assertStringIncludes(text, "  --resume [NAME]\n");
  assertStringIncludes(text, "  -h, --help\n");
  assertStringIncludes(text, "(required)");
  assertStringIncludes(text, "(may be repeated)");
});

Deno.test("the list of commands names each and says where to look further", () => {
  const text = helpText(null);
  for (const command of [...COMMANDS.map(({ name }) => name), "sim", "bench", "help", "version"]) {
    assert(new RegExp(`^  ${command} `, "m").test(text), command);
  }
  assertStringIncludes(text, "servesweep serve --help");
});
