import { assert, assertEquals } from "@std/assert";
import { renderHelp } from "./help.ts";
import type { Option } from "./option.ts";

const OPTIONS: readonly Option[] = [
  {
    name: "cmd",
    kind: "string",
    metavar: "CMD",
    group: "First",
    help: "What runs",
    required: true,
  },
  {
    name: "env",
    short: "e",
    kind: "string",
    metavar: "K=V",
    group: "Second",
    help: "A variable",
    repeatable: true,
    default: "A=1",
  },
  { name: "on", kind: "boolean", group: "First", help: "Do not do it", default: "true" },
  { name: "off", short: "q", kind: "boolean", group: "First", help: "Be quiet" },
  { name: "resume", kind: "optional-string", metavar: "NAME", group: "First", help: "Go on" },
  { name: "runs", kind: "integer", group: "First", help: "Times", default: "3" },
  { name: "links", kind: "string", metavar: "L", group: "First", help: "Pairs", default: "" },
];
const page = { usage: "x [options]", description: "Does it.", options: OPTIONS };

Deno.test("help is usage, description, groups in the order of their first option, examples and an end", () => {
  const text = renderHelp({
    ...page,
    examples: [{ title: "One", command: "x \\\n  --a" }, { title: "Two", command: "x" }],
    epilog: "The end.\n\n",
  });
  assertEquals(
    text,
    `Usage: x [options]

Does it.

First:
  --cmd CMD
      What runs (required)
  --no-on
      Do not do it
  -q, --off
      Be quiet
  --resume [NAME]
      Go on
  --runs INTEGER
      Times (default: 3)
  --links L
      Pairs

Second:
  -e, --env K=V
      A variable (may be repeated; default: A=1)

Examples:
  # One
  x \\
    --a

  # Two
  x

The end.
`,
  );
});

Deno.test("without examples and epilog nothing stands in their place", () => {
  const text = renderHelp({ ...page, options: [], examples: [], epilog: "" });
  assertEquals(text, "Usage: x [options]\n\nDoes it.\n");
});

Deno.test("text is wrapped at 80 columns between words; a word that is longer stays whole", () => {
  const url = `http://${"a".repeat(90)}`;
  const help = `${"word ".repeat(40)}${url} end`;
  const text = renderHelp({
    ...page,
    description: "d ".repeat(100),
    options: [{ name: "a", kind: "string", group: "g", help }],
    examples: [],
    epilog: "",
  });
  const lines = text.split("\n");
  assertEquals(lines.filter((line) => line.length > 80), [`      ${url}`]);
  assert(lines.some((line) => line.length === 80 || line.length === 79));
  assertEquals(lines.filter((line) => /\s$/.test(line)), []);
});
