import { assertEquals, assertThrows } from "@std/assert";
import { PAGE_ASSETS } from "./assets.ts";
import { joinModules } from "./join_modules.ts";

Deno.test("joined modules see what they import, and not each other's names", () => {
  const script = joinModules({
    "one.js":
      `// A comment.\nconst hidden = 20;\nexport function twice() {\n  return 2 * hidden;\n}\n`,
    "two.js":
      `import { twice } from "./one.js";\nconst hidden = 2;\nexport const sum = twice() + hidden;\n`,
    "three.js": `import {\n  sum,\n} from "./two.js";\nglobalThis.result(sum);\n`,
  });
  let result = 0;
  new Function("globalThis", script)({ result: (value: number) => result = value });
  assertEquals(result, 42);
});

Deno.test("a module that is not there yet is an error", () => {
  assertThrows(
    () => joinModules({ "a.js": `import { b } from "./b.js";\n`, "b.js": "export const b = 1;\n" }),
    TypeError,
    `"a.js" imports "b.js"`,
  );
});

Deno.test("the page's own script has no import left and can be read", () => {
  assertEquals(/^\s*(import|export)\s/m.test(PAGE_ASSETS.script), false);
  new Function("document", PAGE_ASSETS.script);
});
