import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { bundle } from "../scripts/portable/bundle.ts";
import { release } from "../scripts/release.ts";
import { npmFlags, ROOT } from "../scripts/std.ts";
import { VERSION } from "../src/lib/version.ts";
import { run } from "./harness/deadline.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("a release has its executables, completions, notices, list of contents and their checksums", async () => {
  using workspace = new Workspace();
  const directory = workspace.at("release");
  const target = Deno.build.target;
  // Any executable can be the base binary: it is not started here.
  const options = { directory, targets: [target], base: Deno.execPath(), gzipLevel: 1 };
  const program = await bundle(`${ROOT}/main.ts`, [...npmFlags(), "--frozen"]);
  assertEquals(await release({ ...options, program }), []);
  const names = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
  const name = `servesweep-${VERSION}`;
  assertEquals(names.sort(), [
    ...["LICENSE", "SHA256SUMS", "THIRD_PARTY.md", `${name}-${target}`],
    ...[`${name}-${target}-portable`, `${name}.cdx.json`],
    ...["servesweep.bash", "servesweep.fish", "servesweep.zsh"],
  ]);
  const outputOf = async (command: string, args: string[]) => {
    const { code, stdout, stderr } = await run(command, args, {
      cwd: directory,
      env: { SERVESWEEP_CACHE: workspace.at("cache"), NO_COLOR: "1" },
    });
    assertEquals(code, 0, stderr);
    return stdout;
  };
  assertEquals((await outputOf("sha256sum", ["-c", "SHA256SUMS"])).match(/: OK$/gm)?.length, 8);
  assertEquals(
    await outputOf(`./${name}-${target}-portable`, ["--version"]),
    `servesweep ${VERSION}\n`,
  );
  await outputOf("bash", ["-n", "servesweep.bash"]);
  const list = JSON.parse(await Deno.readTextFile(`${directory}/${name}.cdx.json`));
  const held = list.components.map(({ purl }: { purl: string }) => purl.replace(/@[\d.]+$/, ""));
  assert(held.includes("pkg:npm/echarts") && held.includes("pkg:npm/%40deno/linux-arm64-glibc"));
});

Deno.test("a release without a base binary is made without that executable, and says so", async () => {
  using workspace = new Workspace();
  const directory = workspace.at("release");
  const foreign = await Deno.readFile(Deno.execPath());
  new DataView(foreign.buffer).setUint16(18, Deno.build.arch === "x86_64" ? 183 : 62, true);
  await Deno.writeFile(workspace.at("base"), foreign);
  const program = { main: "main.js", files: new Map([["main.js", `console.log("#");`]]) };
  const target = Deno.build.target;
  const [leftOut] = await release({
    ...{ program, directory, targets: [target], gzipLevel: 1 },
    base: workspace.at("base"),
  });
  assertStringIncludes(leftOut!, `servesweep-${VERSION}-${target}: The base binary of deno`);
  assertStringIncludes(leftOut!, `not for ${target}`);
});
