/** The CI job of the example. */

/** A workflow for GitHub Actions. */
export function dryRunWorkflow(): string {
  return `# A dry run for each change: a parameter file that cannot be read, or combinations that nobody meant, are found before the
# night. It needs no GPU, server or model.
#
# GitHub reads it from .github/workflows in the root of a repository. If sweep.sh is not there, move this file, and give
# the last step a working-directory.
name: Sweep (dry run)

on: [push, pull_request]

permissions:
  contents: read

jobs:
  dry-run:
    # A runner with servesweep on its PATH. On one without it a step before the last has to put it there.
    runs-on: self-hosted
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@v4
      - run: ./sweep.sh --dry-run
`;
}
