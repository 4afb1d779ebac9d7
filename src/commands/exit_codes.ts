/** The exit codes, for the help of the commands that run sweeps. */

/** A table of them. */
export const EXIT_CODES = `Exit codes:
  0   every planned run is valid
  1   the sweep failed; the message says what, where its log is and how to go on
  2   bad usage or input; nothing was started
  3   finished, but some combinations failed
  4   another sweep holds the directory, or the machine
  5   stopped by --sweep-timeout, or a budget used up
  6   the disk is full or cannot be written to; what was stored is kept
  128+n  stopped by signal n
`;
