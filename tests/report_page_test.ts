import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import axe from "axe-core" with { type: "text" };
import { quoteWords } from "../src/spec/shell_words.ts";
import { Browser, findChromium, type Page } from "./harness/browser.ts";
import { assertCode, cli, servesweep } from "./harness/cli.ts";
import { writeLargeExperiment } from "./harness/large_experiment.ts";
import { colorsOf } from "./harness/pixels.ts";
import { skipUnless } from "./harness/skip.ts";
import { Workspace } from "./harness/workspace.ts";

const CHROMIUM = findChromium();
const READY = "document.documentElement.dataset.ready === 'true'";
/** A name that would run as a script, in places where text goes. */
const HOSTILE = "<script>alert(1)</script>";
const HOSTILE_LABEL = `${HOSTILE} · many {a|b} & "more`;

/** A sweep of the simulated server: two serve sets that work, one that does not start. */
async function sweepSimulated(workspace: Workspace): Promise<void> {
  const self = quoteWords(servesweep());
  const load = "--dataset-name random --random-input-len 32 --random-output-len 8 --ignore-eos";
  const result = await cli([
    ...["serve", "--serve-cmd", `${self} sim demo --port auto`],
    ...["--bench-cmd", `${self} bench --model demo ${load} --disable-tqdm --port auto`],
    "--serve-params",
    JSON.stringify({
      small: { max_num_seqs: 4 },
      [HOSTILE]: { max_num_seqs: 64, served_model_name: "demo" },
      broken: { max_num_seqs: 8, sim_startup_error: "oom" },
    }),
    "--bench-params",
    JSON.stringify({
      one: { max_concurrency: 1, num_prompts: 2 },
      'many {a|b} & "more': { max_concurrency: 16, num_prompts: 32 },
    }),
    ...["--num-runs", "2", "--continue-on-error", "--min-free", "0", "--quiet"],
    ...["-o", workspace.at("results"), "-e", "night"],
  ]);
  assertCode(result, 3);
}

/** Waits until a chart is drawn and shows where it is on the page. */
async function chartBox(page: Page, id: string) {
  await page.evaluate(`document.getElementById("${id}").scrollIntoView({ block: "center" })`);
  await page.until(`document.querySelector("#${id} svg, #${id} canvas") !== null`);
  return await page.evaluate(`(() => {
    const { x, y, width, height } = document.getElementById("${id}").getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width, height };
  })()`);
}

/** A colour of the style sheet as it is now, as `r,g,b`. */
async function cssColor(page: Page, name: string): Promise<string> {
  const color = await page.evaluate(`(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--${name})";
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  })()`);
  return color.replace(/^rgb\((.*)\)$/, "$1").replaceAll(" ", "");
}

/** What axe finds that keeps people from using the page. */
async function barriers(page: Page, part = "html"): Promise<string[]> {
  return await page.evaluate(`(async () => {
    const { violations, passes } = await axe.run(${
    JSON.stringify(part)
  }, { resultTypes: ["violations"] });
    if (passes.length < 5) throw new Error("axe has looked at nothing");
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => id + ": " + nodes.map(({ target, failureSummary }) => target + " " + failureSummary).slice(0, 3).join("; "));
  })()`);
}

/** Texts of a column of the rows that are shown. */
function column(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll("#rows tr:not([hidden])")]
    .map((row) => row.querySelector("${selector}").firstChild.textContent.trim())`);
}

Deno.test({
  name: "the report in a browser",
  ignore: skipUnless("chromium", CHROMIUM !== null),
  // The socket to the browser is read by the runtime itself.
  sanitizeResources: false,
  async fn(t) {
    using workspace = new Workspace();
    await sweepSimulated(workspace);
    assertCode(await cli(["report", workspace.at("results/night")]), 0);
    const url = `file://${workspace.at("results/night/report.html")}`;
    await using browser = await Browser.start(CHROMIUM!);
    await using blank = await browser.open();
    await using page = await browser.open();
    await page.prefer("light");
    await page.goto(url, READY);

    await t.step("draws every chart, in the colours of its series", async () => {
      for (
        const [id, color] of [
          ["curves", "series-0"],
          ["curves", "series-1"],
          ["pareto", "series-0"],
          ["heatmap", "heat-high"],
          ["effects", "series-0"],
          ["timeline", "series-0"],
          ["timeline", "bad"],
        ] as const
      ) {
        const box = await chartBox(page, id);
        const wanted = await cssColor(page, color);
        const colors = new Map(await colorsOf(blank, await page.screenshot(box)));
        assertGreater(colors.get(wanted) ?? 0, 40, `${id} has no ${color} (${wanted})`);
      }
    });

    await t.step("names a point that the mouse is on", async () => {
      const { x, y } = await page.evaluate(`(() => {
        const chart = document.getElementById("pareto");
        chart.scrollIntoView({ block: "center" });
        const boxes = [...chart.querySelectorAll("svg path")].map((path) => path.getBoundingClientRect());
        const { top } = chart.getBoundingClientRect();
        const point = boxes.find((box) =>
          box.width > 5 && box.width < 16 && box.height > 5 && box.height < 16 && box.top > top + 35);
        return { x: point.x + point.width / 2, y: point.y + point.height / 2 };
      })()`);
      await page.hover(x, y);
      await page.until(`document.querySelector("#pareto .tip dl") !== null`);
      const tip = await page.evaluate(`document.querySelector("#pareto .tip").textContent`);
      assertStringIncludes(tip, "tok/s/GPU");
      assertStringIncludes(tip, "max_concurrency");
      await page.click(x, y);
      await page.until(`document.getElementById("details").open`);
      await page.press("Escape");
      await page.until(`!document.getElementById("details").open`);
    });

    await t.step("sorts by a heading, with the keyboard too", async () => {
      const head = `#head th[data-sort="p0"]`;
      const unsorted = await column(page, "th");
      await page.evaluate(`document.querySelector('${head} button').focus()`);
      await page.press("Enter");
      assertEquals(await column(page, "td"), ["4", "4", "8", "8", "64", "64"]);
      assertEquals(
        await page.evaluate(`document.querySelector('${head}').ariaSort`),
        "ascending",
      );
      await page.press("Enter");
      assertEquals(await column(page, "td"), ["64", "64", "8", "8", "4", "4"]);
      await page.press("Enter");
      assertEquals(await column(page, "th"), unsorted);
      const { x, y } = await page.evaluate(`(() => {
        const button = document.querySelector('#head th[data-sort="m1"] button');
        button.scrollIntoView({ block: "center", inline: "center" });
        const box = button.getBoundingClientRect();
        return { x: box.x + 5, y: box.y + 5 };
      })()`);
      await page.click(x, y);
      const values = (await column(page, "td.m:nth-last-child(8)")).map((text) =>
        text === "–" ? -1 : Number(text.replaceAll(",", ""))
      );
      assertEquals(values, values.toSorted((a, b) => b - a));
    });

    await t.step("filters table and charts alike", async () => {
      const points = () => page.evaluate(`document.querySelectorAll("#curves svg path").length`);
      const before = await points();
      await page.evaluate(`document.getElementById("filter-text").focus()`);
      await page.send("Input.insertText", { text: "max_num_seqs=4" });
      assertEquals(
        await page.evaluate(`document.getElementById("count").textContent`),
        "2 of 6 combinations",
      );
      assertEquals((await column(page, "td")).every((text) => text === "4"), true);
      assertGreater(before, await points());
      await page.evaluate(`document.getElementById("filter-reset").click()`);
      assertEquals((await column(page, "th")).length, 6);
      assertEquals(await points(), before);
      await page.evaluate(`{
        const select = document.getElementById("filter-0");
        select.value = "1";
        select.dispatchEvent(new Event("change"));
      }`);
      assertEquals(await column(page, "td"), ["8", "8"]);
      await page.evaluate(`document.getElementById("filter-reset").click()`);
    });

    await t.step("leads from a combination to its numbers, commands and files", async () => {
      await page.evaluate(`(() => {
        const links = [...document.querySelectorAll("#rows a")];
        links.find((link) => link.textContent === ${JSON.stringify(HOSTILE_LABEL)}).focus();
      })()`);
      await page.press("Enter");
      await page.until(`document.getElementById("details").open`);
      const text = await page.evaluate(`document.getElementById("details").textContent`);
      for (
        const words of [HOSTILE_LABEL, "--max-num-seqs 64", "--max-concurrency 16", "P99 TTFT"]
      ) assertStringIncludes(text, words);
      const { output_throughput } = workspace.json(
        `results/night/SERVE--${HOSTILE.replaceAll("/", "_")}-BENCH--many {a|b} & "more/run=0.json`,
      );
      assertStringIncludes(
        text,
        output_throughput.toLocaleString("en", {
          minimumFractionDigits: 1,
          maximumFractionDigits: 1,
        }),
      );
      assertEquals(await barriers(await withAxe(page)), []);
      const links: string[] = await page.evaluate(
        `[...document.querySelectorAll("a[href]")].map(({ href }) => href)`,
      );
      const files = [...new Set(links)].filter((link) => !link.includes("#"));
      assertGreater(files.length, 10);
      for (const file of files) assert(await Deno.stat(new URL(file)), file);
      await page.press("Escape");
      await page.until(`!document.getElementById("details").open`);
      assertEquals(await page.evaluate(`document.activeElement.textContent`), HOSTILE_LABEL);
    });

    await t.step("has what failed with class, command and log", async () => {
      const text = await page.evaluate(`document.getElementById("failures").textContent`);
      for (const words of ["gpu-out-of-memory", "--sim-startup-error oom", "OutOfMemoryError"]) {
        assertStringIncludes(text, words);
      }
    });

    await t.step("keeps text text", async () => {
      assertEquals(await page.evaluate(`document.querySelectorAll("main script, img").length`), 0);
      assertEquals(
        await page.evaluate(`document.querySelector("#combinations").textContent`).then((text) =>
          text.includes(HOSTILE_LABEL)
        ),
        true,
      );
    });

    await t.step("has no barrier that axe calls serious, light or dark", async () => {
      for (const scheme of ["light", "dark"] as const) {
        await page.prefer(scheme);
        await chartBox(page, "timeline");
        assertEquals(await barriers(await withAxe(page)), [], scheme);
      }
      const box = await chartBox(page, "curves");
      const colors = new Map(await colorsOf(blank, await page.screenshot(box)));
      assertGreater(colors.get(await cssColor(page, "surface")) ?? 0, 10_000);
      assertGreater(colors.get(await cssColor(page, "series-0")) ?? 0, 40);
    });

    await t.step("prints its charts in the colours of paper", async () => {
      await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
      assertEquals(await cssColor(page, "surface"), "255,255,255");
      assertEquals(
        await page.evaluate(
          `[...document.querySelectorAll(".chart")].every((chart) => chart.querySelector("svg") !== null)`,
        ),
        true,
      );
      await page.evaluate(`dispatchEvent(new Event("afterprint"))`);
    });

    await t.step("fits a narrow window", async () => {
      await page.resize(400, 800);
      await page.until(`document.getElementById("curves").clientWidth < 400`);
      assertEquals(await page.evaluate(`document.documentElement.scrollWidth`), 400);
      await page.resize(1400, 1000);
    });

    await t.step("names parameters under their panels without one over the other", async () => {
      await using narrow = await browser.open(400, 800);
      await narrow.goto(url, READY);
      await chartBox(narrow, "effects");
      const gaps = await narrow.evaluate(`(() => {
        const boxes = [...document.querySelectorAll("#effects svg text")]
          .filter((text) => /^(max|num|sim|served)_/.test(text.textContent))
          .map((text) => text.getBoundingClientRect()).sort((a, b) => a.left - b.left);
        return boxes.slice(1).map((box, index) => box.left - boxes[index].right);
      })()`);
      assertGreater(gaps.length, 0);
      for (const gap of gaps) assertGreater(gap, 0);
    });

    await t.step("says nothing on the console and asks nobody for anything", () => {
      assertEquals(page.messages, []);
      assertEquals(page.requests, [url]);
    });

    await t.step("has its tables without a script", async () => {
      await using plain = await browser.open();
      await plain.send("Emulation.setScriptExecutionDisabled", { value: true });
      await plain.goto(url);
      assertEquals((await column(plain, "th")).length, 6);
      assertEquals(
        await plain.evaluate(
          `[...document.querySelectorAll(".script")].every((part) => part.offsetHeight === 0)`,
        ),
        true,
      );
      assertEquals(
        await plain.evaluate(`document.querySelector(".answers").offsetHeight > 0`),
        true,
      );
    });

    await t.step("compares directories and has room for many combinations", async () => {
      for (const [name, runs] of [["monday", 3], ["tuesday", 2]] as const) {
        writeLargeExperiment(workspace.at(name), { serveSets: 12, benchSets: 10, runs });
      }
      const output = workspace.at("both.html");
      const names = [workspace.at("monday"), workspace.at("tuesday")];
      assertCode(await cli(["report", ...names, "-o", output]), 0);
      await using both = await browser.open();
      await both.goto(`file://${output}`, READY);
      assertEquals(
        await both.evaluate(`document.getElementById("comparison-rows").rows.length`),
        120,
      );
      await both.evaluate(`{
        const select = document.getElementById("comparison-metric");
        select.value = "4";
        select.dispatchEvent(new Event("change"));
      }`);
      assertEquals(
        await both.evaluate(
          `[...document.getElementById("comparison-rows").rows].every((row) => /^[+-]?\\d.*%/.test(row.cells[3].textContent))`,
        ),
        true,
      );
      assertEquals(
        await both.evaluate(
          `[...document.querySelectorAll("#rows tr")].filter((row) => row.offsetHeight > 0).length`,
        ),
        200,
      );
      await both.evaluate(`document.getElementById("more").click()`);
      assertEquals(
        await both.evaluate(
          `[...document.querySelectorAll("#rows tr")].filter((row) => row.offsetHeight > 0).length`,
        ),
        240,
      );
      await chartBox(both, "curves");
      assertEquals(await barriers(await withAxe(both), "#comparison"), []);
      assertEquals(both.messages, []);
    });
  },
});

/** The page with axe in it. */
async function withAxe(page: Page): Promise<Page> {
  await page.evaluate(`typeof axe === "undefined" && void (0, eval)(${JSON.stringify(axe)})`);
  return page;
}
