/** The help texts of the commands. */
import type { Topic } from "./args.ts";
import { type HelpPage, renderHelp } from "./cli/help.ts";
import type { Option } from "./cli/option.ts";
import { DEMO_OPTIONS } from "./demo_options.ts";
import { SERVE_OPTIONS } from "./serve_options.ts";

const EXIT_CODES = `Exit codes:
  0   every planned run is valid
  1   the sweep failed; the message says what, where its log is and how to go on
  2   bad usage or input; nothing was started
  3   finished, but some combinations failed
  4   another sweep holds the directory, or the machine
  5   stopped by --sweep-timeout
  6   the disk is full or cannot be written to; what was stored is kept
  128+n  stopped by signal n
`;

/** What every command takes. They are found before its own options are read. */
const ASKING: readonly Option[] = [
  { name: "help", short: "h", kind: "boolean", group: "Help", help: "Print this text" },
  { name: "version", kind: "boolean", group: "Help", help: "Print the version" },
];

const PAGES: Readonly<Record<Topic, HelpPage>> = {
  serve: {
    usage: "servesweep serve --serve-cmd CMD --bench-cmd CMD [options]",
    description:
      "Starts the server once for each serve parameter set, waits until it is ready, runs the benchmark for each bench " +
      "parameter set several times, stores every run at once, and stops the server. Takes the command line of " +
      "'vllm bench sweep serve' unchanged.",
    options: [...SERVE_OPTIONS, ...ASKING],
    examples: [
      {
        title: "What would run, with every command",
        command: "servesweep serve --serve-cmd 'vllm serve MODEL' \\\n" +
          "    --bench-cmd 'vllm bench serve --model MODEL' \\\n" +
          "    --serve-params serve.json --bench-params bench.json --dry-run",
      },
      {
        title: "Two servers, two loads, without files",
        command: "servesweep serve --serve-cmd 'vllm serve MODEL' \\\n" +
          "    --bench-cmd 'vllm bench serve --model MODEL --num-prompts 200' \\\n" +
          `    --serve-params '[{"max_num_seqs": 64}, {"max_num_seqs": 256}]' \\\n` +
          `    --bench-params '[{"max_concurrency": 16}, {"max_concurrency": 128}]'`,
      },
      {
        title: "The same sets in dotted form",
        command: "servesweep serve ... --serve-params.small.max_num_seqs 64 \\\n" +
          "    --serve-params.large.max_num_seqs 256",
      },
      {
        title: "A night that goes on after a failure, and the next morning",
        command: "servesweep serve ... -e night --continue-on-error\n" +
          "servesweep serve ... -e night --continue-on-error --resume",
      },
    ],
    epilog: EXIT_CODES,
  },
  demo: {
    usage: "servesweep demo [options]",
    description:
      "A real sweep on this machine without a GPU: the built-in simulated server (servesweep sim), measured by " +
      "the built-in load generator (servesweep bench). 3 serve sets, 3 bench sets, 2 runs each.",
    options: [...DEMO_OPTIONS, ...ASKING],
    examples: [],
    epilog: EXIT_CODES,
  },
};

const OVERVIEW = `Usage: servesweep COMMAND [options]

Finds out how an LLM inference server performs under many settings.

Commands:
  serve    Sweep a server over serve and bench parameters
  demo     A real sweep of the simulated server; no GPU
  sim      The simulated OpenAI-compatible server
  bench    A load generator with the flags of 'vllm bench serve'
  help     The help of a command: servesweep help serve
  version  The version

Try it:
  servesweep demo
  servesweep serve --help
`;

/** Help of a command, or the list of commands. */
export function helpText(topic: Topic | null): string {
  return topic === null ? OVERVIEW : renderHelp(PAGES[topic]);
}
