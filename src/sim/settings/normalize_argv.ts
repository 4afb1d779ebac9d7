/** Rewrites the forms of vLLM's command line that the reader of options does not know. */

const SHORT: Readonly<Record<string, string>> = {
  "-tp": "--tensor-parallel-size",
  "-pp": "--pipeline-parallel-size",
  "-dp": "--data-parallel-size",
};

/** Options that take all tokens up to the next option, each made an option of its own. */
const MULTIPLE = new Set(["--served-model-name", "--api-key"]);

/** `-tp 2` and `-tp=2` become the long option, `--served-model-name a b` becomes two options. */
export function normalizeArgv(argv: readonly string[]): string[] {
  const result: string[] = [];
  let multiple: string | undefined;
  argv.forEach((token, index) => {
    if (token.startsWith("-")) {
      const [name = "", ...value] = token.split("=");
      const long = SHORT[name] ?? name;
      result.push(value.length === 0 ? long : `${long}=${value.join("=")}`);
      multiple = value.length === 0 && MULTIPLE.has(name.replaceAll("_", "-")) ? name : undefined;
    } else {
      const isFirstValue = argv[index - 1]?.startsWith("-");
      if (multiple !== undefined && !isFirstValue) result.push(multiple);
      result.push(token);
    }
  });
  return result;
}
