import { assertEquals } from "@std/assert";
import { spreadValues } from "./nargs.ts";

const NAMES = ["goodput", "header", "metadata"];

function spread(text: string): string {
  return spreadValues(text.split(" "), NAMES).join(" ");
}

Deno.test("values after one name are spread, up to the next option", () => {
  assertEquals(
    spread("--a 1 --goodput ttft:200 tpot:50 --port 8000"),
    "--a 1 --port 8000 --goodput=ttft:200 --goodput=tpot:50",
  );
});

Deno.test("of an option that is given twice the last one counts as a whole", () => {
  assertEquals(spread("--goodput ttft:1 tpot:2 --goodput e2el:3"), "--goodput=e2el:3");
});

Deno.test("a value after an equals sign is the only one", () => {
  assertEquals(spread("--goodput=ttft:1 x --metadata=a=b"), "x --goodput=ttft:1 --metadata=a=b");
});

Deno.test("underscores in the name mean dashes", () => {
  assertEquals(spreadValues(["--a_b", "1", "2"], ["a-b"]), ["--a-b=1", "--a-b=2"]);
});

Deno.test("negative numbers and texts with blanks are values although they start with a dash", () => {
  assertEquals(spreadValues(["--metadata", "-5", "-.5", "-a b=c", "-x"], NAMES), [
    "-x",
    "--metadata=-5",
    "--metadata=-.5",
    "--metadata=-a b=c",
  ]);
});

Deno.test("everything after two dashes stays as it is", () => {
  assertEquals(spread("--header a=b -- --header c=d"), "--header=a=b -- --header c=d");
});

Deno.test("an option without values is left out, or kept for the reader to refuse where it needs one", () => {
  assertEquals(spreadValues(["--metadata", "--goodput"], NAMES), ["--goodput"]);
});
