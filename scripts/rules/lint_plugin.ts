/**
 * Rules about the code of a file, for `deno lint`: pure files reach nothing of the world, few files own the terminal, nothing is
 * left for later. Tests, and the `_x.ts` that only tests use, may do what they like.
 */
/// <reference lib="deno.unstable" />
import { isPure, partOf, TERMINAL_OWNERS } from "./allowed_imports.ts";

type Node = Deno.lint.Node;
type Visitor = Deno.lint.LintVisitor;

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** Names that a pure file must not use as variables, whatever they stand for. */
const IMPURE = [
  ...["Deno", "EventSource", "WebSocket", "Worker", "clearInterval", "clearTimeout", "crypto"],
  ...["fetch", "globalThis", "performance", "setInterval", "setTimeout"],
];

/** Members of harmless objects that a pure file must not use. */
const IMPURE_MEMBERS = ["Date.now", "Math.random"];

const pure: Deno.lint.Rule = {
  create(context): Visitor {
    const path = pathOf(context.filename);
    if (!isPure(path) || isForTests(path)) return {};
    const report = (node: Node, what: string) =>
      context.report({ node, message: `a pure file must not ${what}` });
    const imported = (node: Node, source: Node | null) => {
      if (source?.type !== "Literal" || !/^(node:|@std\/(fs|async)\b)/.test(`${source.value}`)) {
        return;
      }
      report(node, `import "${source.value}": "${source.value}" does I/O`);
    };
    return {
      Identifier(node) {
        if (IMPURE.includes(node.name) && isVariable(node)) report(node, `use ${node.name}`);
      },
      MemberExpression(node) {
        const { object } = node;
        const name = object.type === "Identifier" ? `${object.name}.${propertyOf(node)}` : "";
        if (IMPURE_MEMBERS.includes(name)) report(node, `use ${name}`);
      },
      // Temporal.Now.timeZoneId() reads a setting; the others read the clock.
      'MemberExpression[object.object.name="Temporal"][object.property.name="Now"]'(node: Node) {
        const name = propertyOf(node as Deno.lint.MemberExpression);
        if (name !== "timeZoneId") report(node, `use Temporal.Now.${name}`);
      },
      'NewExpression[callee.name="Date"][arguments.length=0]'(node: Node) {
        report(node, "use new Date()");
      },
      'CallExpression[callee.name="Date"]'(node: Node) {
        report(node, "use Date()");
      },
      ImportDeclaration: (node) => imported(node, node.source),
      ImportExpression: (node) => imported(node, node.source),
      ExportNamedDeclaration: (node) => imported(node, node.source),
      ExportAllDeclaration: (node) => imported(node, node.source),
    };
  },
};

const terminal: Deno.lint.Rule = {
  create(context): Visitor {
    const path = pathOf(context.filename);
    const isBound = path === "main.ts" || path.startsWith("src/");
    if (!isBound || TERMINAL_OWNERS.includes(partOf(path) ?? "") || isForTests(path)) return {};
    return {
      MemberExpression(node) {
        const { object } = node;
        if (object.type !== "Identifier") return;
        const name = propertyOf(node);
        const isOutput = object.name === "Deno" &&
          ["stdout", "stderr", "exit", "exitCode"].includes(name);
        if (!isOutput && object.name !== "console") return;
        const shown = isOutput ? `Deno.${name}` : "console.";
        context.report({
          node,
          message: `"${shown}" belongs to main.ts, src/app and src/terminal`,
        });
      },
    };
  },
};

const leftovers: Deno.lint.Rule = {
  create(context): Visitor {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          for (const match of comment.value.matchAll(/\b(TODO|FIXME)\b/g)) {
            const start = comment.range[0] + "//".length + match.index;
            context.report({
              range: [start, start + match[0].length],
              message: `${match[0]}: do it now or file an issue`,
            });
          }
        }
      },
    };
  },
};

const plugin: Deno.lint.Plugin = { name: "servesweep", rules: { pure, terminal, leftovers } };
export default plugin;

/** Relative to the root. */
function pathOf(filename: string): string {
  return filename.startsWith(ROOT) ? filename.slice(ROOT.length) : filename;
}

function isForTests(path: string): boolean {
  return /(_test\.ts|\/_\w+\.ts)$/.test(path) || path.startsWith("tests/");
}

/** The name of a member, "" if it is computed. */
function propertyOf({ property, computed }: Deno.lint.MemberExpression): string {
  return property.type === "Identifier" && !computed ? property.name : "";
}

/** Whether a name stands for a variable or a namespace, and is no property's. */
function isVariable(node: Deno.lint.Identifier): boolean {
  // Every node answers for the fields of every kind, with undefined.
  const { computed, key, property, right, type } = node.parent as Partial<
    Record<"computed" | "key" | "property" | "right" | "type", unknown>
  >;
  if (computed === true) return true;
  return key !== node && property !== node && !(type === "TSQualifiedName" && right === node);
}
