import { assertEquals, assertStringIncludes } from "@std/assert";
import { html, scriptJson } from "./html.ts";

Deno.test("text in a template is escaped, HTML in it is not", () => {
  const name = `<b title="x">'&`;
  assertEquals(html`<td title="${name}">${name}</td>`.text.includes("<b"), false);
  assertEquals(
    html`<td>${html`<i>${name}</i>`}</td>`.text,
    "<td><i>&lt;b title=&quot;x&quot;&gt;&#39;&amp;</i></td>",
  );
  assertEquals(html`<p>${["<", [1, null, false], html`<hr>`]}</p>`.text, "<p>&lt;1<hr></p>");
});

Deno.test("a template may be laid out over lines", () => {
  const item = html`
    <li>
      ${"  kept  "}
    </li>
  `;
  assertEquals(item.text, "<li>\n  kept  \n</li>");
});

Deno.test("JSON in a script element cannot end it", () => {
  const { text } = scriptJson({ name: "</script><!--<script>" });
  assertEquals(text.includes("<"), false);
  assertEquals(JSON.parse(text), { name: "</script><!--<script>" });
  assertStringIncludes(text, "\\u003c/script");
});
