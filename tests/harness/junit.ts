/** Reading JUnit XML with a parser that is not ours, and checking its structure. */
import { assert, assertEquals } from "@std/assert";
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** A test case of a document. */
export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly time: number;
  readonly failure:
    | { readonly message: string; readonly type: string; readonly text: string }
    | null;
  readonly skipped: string | null;
  readonly output: string;
}

/** An element as the parser has it: the tag's children, and attributes under ":@". */
type Node = Readonly<Record<string, unknown>>;

/** Elements with their attributes and children, as Jenkins' junit-10.xsd allows them. */
const STRUCTURE: Readonly<
  Record<string, { required: string[]; optional: string[]; children: string[] }>
> = {
  testsuites: {
    required: ["name", "tests", "failures", "errors", "time"],
    optional: [],
    children: ["testsuite"],
  },
  testsuite: {
    required: ["name", "tests", "failures", "errors", "time", "skipped"],
    optional: ["timestamp", "hostname"],
    children: ["properties", "testcase"],
  },
  properties: { required: [], optional: [], children: ["property"] },
  property: { required: ["name", "value"], optional: [], children: [] },
  testcase: {
    required: ["classname", "name", "time"],
    optional: [],
    children: ["failure", "skipped", "system-out"],
  },
  failure: { required: ["message", "type"], optional: [], children: ["#text"] },
  skipped: { required: ["message"], optional: [], children: [] },
  "system-out": { required: [], optional: [], children: ["#text"] },
};

/** Reads a document. Fails if it is not well formed, or has an element or attribute in a place where it must not be. */
export function readJunit(text: string): JunitCase[] {
  assertEquals(XMLValidator.validate(text), true);
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    htmlEntities: true,
  });
  const nodes = (parser.parse(text) as Node[]).filter((node) => "testsuites" in node);
  assertEquals(nodes.length, 1);
  checkNode(nodes[0]!);
  const suite = childrenOf(nodes[0]!, "testsuite")[0]!;
  const cases = childrenOf(suite, "testcase");
  const { tests, failures, skipped } = attributesOf(suite);
  const count = (tag: string) => cases.filter((item) => childrenOf(item, tag).length > 0).length;
  assertEquals([tests, failures, skipped].map(Number), [
    cases.length,
    count("failure"),
    count("skipped"),
  ]);
  return cases.map((item) => {
    const { name, classname, time } = attributesOf(item);
    const [failure] = childrenOf(item, "failure");
    const [skip] = childrenOf(item, "skipped");
    const [output] = childrenOf(item, "system-out");
    return {
      name: name!,
      classname: classname!,
      time: Number(time),
      failure: failure === undefined ? null : {
        message: attributesOf(failure).message!,
        type: attributesOf(failure).type!,
        text: textOf(failure),
      },
      skipped: skip === undefined ? null : attributesOf(skip).message!,
      output: output === undefined ? "" : textOf(output),
    };
  });
}

function checkNode(node: Node): void {
  const tag = tagOf(node);
  const rules = STRUCTURE[tag];
  assert(rules !== undefined, `<${tag}> is no element of JUnit XML`);
  const names = Object.keys(attributesOf(node));
  for (const name of rules.required) assert(names.includes(name), `<${tag}> lacks ${name}`);
  for (const name of names) {
    const isAllowed = rules.required.includes(name) || rules.optional.includes(name);
    assert(isAllowed, `<${tag}> must not have ${name}`);
  }
  for (const child of node[tag] as Node[]) {
    const name = tagOf(child);
    if (name === "#text" && String(child["#text"]).trim() === "") continue;
    assert(rules.children.includes(name), `<${tag}> must not hold ${name}`);
    if (name !== "#text") checkNode(child);
  }
}

function tagOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ":@")!;
}

function childrenOf(node: Node, tag: string): Node[] {
  return (node[tagOf(node)] as Node[]).filter((child) => tag in child);
}

function attributesOf(node: Node): Readonly<Record<string, string | undefined>> {
  return (node[":@"] ?? {}) as Record<string, string>;
}

function textOf(node: Node): string {
  return childrenOf(node, "#text").map((child) => String(child["#text"])).join("");
}
