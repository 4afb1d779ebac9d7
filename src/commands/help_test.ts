import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "./registry.ts";
import { helpText } from "./help.ts";

Deno.test("every option of a command is in its help, once", async () => {
  for (const { name: topic, load } of COMMANDS) {
    const { options } = await load();
    const text = await helpText(topic);
    for (const { name } of options) {
      assertEquals(
        text.match(new RegExp(`^  (-\\w+, )?--(no-)?${name}( |$)`, "gm"))?.length,
        1,
        name,
      );
    }
  }
});

Deno.test("help fits into 80 columns and ends with one line end", async () => {
  for (const topic of [null, ...COMMANDS.map(({ name }) => name)]) {
    const text = await helpText(topic);
    assertEquals(text.split("\n").filter((line) => line.length > 80), []);
    assert(text.endsWith("\n") && !text.endsWith("\n\n"));
  }
});

Deno.test("an option shows its default, that it is required or repeated, and the form that changes something", async () => {
  const text = await helpText("serve");
  assertStringIncludes(
    text,
    "  --num-runs N\n      Repetitions of every combination (default: 3)\n",
  );
  assertStringIncludes(text, "  --no-cache-reset\n");
  assertStringIncludes(text, "  --resume [NAME]\n");
  assertStringIncludes(text, "  -h, --help\n");
  assertStringIncludes(text, "(required without --plan)");
  assertStringIncludes(await helpText("export"), "(required)");
  assertStringIncludes(
    text,
    "Usage: servesweep serve --serve-cmd CMD --bench-cmd CMD [options]\n" +
      "       servesweep serve --plan FILE [options]\n",
  );
  assertStringIncludes(text, "(may be repeated)");
});

Deno.test("the list of commands names each and says where to look further", async () => {
  const text = await helpText(null);
  for (const command of [...COMMANDS.map(({ name }) => name), "sim", "bench", "help", "version"]) {
    assert(new RegExp(`^  ${command} `, "m").test(text), command);
  }
  assertStringIncludes(text, "servesweep serve --help");
});

Deno.test("the usage line and the arguments of a command come from its table", async () => {
  const text = await helpText("export");
  assertStringIncludes(text, "Usage: servesweep export DIR --format FORMAT [options]\n");
  assertStringIncludes(text, "\nArguments:\n  DIR\n      The experiment directory");
  assertStringIncludes(await helpText("status"), "\n  [DIR]\n");
  assertStringIncludes(await helpText("report"), "Usage: servesweep report DIR... [options]\n");
  assertStringIncludes(await helpText("completions"), " bash|zsh|fish [options]\n");
});

Deno.test("the built-in programs have their help from the same table", async () => {
  const sim = await helpText("sim");
  assertStringIncludes(sim, "Usage: servesweep sim [MODEL] [options]\n");
  assertStringIncludes(sim, "\n  -tp, --tensor-parallel-size INTEGER\n");
  assertStringIncludes(sim, "\n  --served-model-name NAME...\n");
  assertStringIncludes(await helpText("bench"), "\n  --goodput NAME:MS...\n");
});
