import { assertEquals } from "@std/assert";
import { flagName, flagOf, flagValue, isFlag } from "./flags.ts";

Deno.test("underscores become dashes up to the first dot", () => {
  assertEquals(flagOf("max_num_seqs"), "--max-num-seqs");
  assertEquals(flagOf("a_b.c_d.e_f"), "--a-b.c_d.e_f");
});

Deno.test("a long flag has its name without its value, whose underscores do not matter", () => {
  assertEquals(flagName("--a_b=c_d=e"), "--a-b");
  assertEquals(flagName("--a_b.c_d=x"), "--a-b.c_d");
  assertEquals(["--", "-a", "a", ""].map(flagName), [null, null, null, null]);
});

Deno.test("negative numbers and a lone dash are no flags", () => {
  assertEquals(["-x", "--x", "--", "--1"].map(isFlag), [true, true, true, true]);
  assertEquals(["-", "-1", "-0.5", "-.5", "x", ""].map(isFlag), Array(6).fill(false));
});

Deno.test("the value of a flag is that of its last place, of whatever spelling", () => {
  const value = (command: string) => flagValue(command.split(" "), ["--num-prompts", "-n"]);
  assertEquals(value("x --num_prompts 1 --num-prompts=2"), "2");
  assertEquals(value("x --num-prompts=2 -n 3"), "3");
  assertEquals(value("x -n 3 -n=4"), "4");
  assertEquals(value("x --num-prompts="), "");
  assertEquals(value("x --num-prompts"), null);
  assertEquals(value("x --num-prompts-total 5 n 4"), null);
});
