/** What is left to others on the machine. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";

/** What happens if another sweep holds a lock. */
const IF_LOCKED = ["fail", "wait", "skip"] as const;

/** One of them. */
export type IfLocked = typeof IF_LOCKED[number];

/** Which locks are taken. */
export interface LockSettings {
  readonly ifLocked: IfLocked;
  /** Also that of the machine. */
  readonly boxLock: boolean;
}

/** How much of the disk is used. */
export interface DiskSettings {
  /** 0: no check. */
  readonly minFreeBytes: number;
  /** 0: no limit. */
  readonly logMaxBytes: number;
}

const GROUP = "Sharing the machine";

/** Options of sweeps that share a machine. */
export const SHARING_OPTIONS: readonly Option[] = [
  {
    name: "if-locked",
    kind: "string",
    metavar: IF_LOCKED.join("|"),
    default: "fail",
    choices: IF_LOCKED,
    group: GROUP,
    help:
      "If another sweep runs in the directory, or on the machine with --box-lock: end with 4, " +
      "wait for it, or end with 0 and do nothing",
  },
  {
    name: "box-lock",
    kind: "boolean",
    group: GROUP,
    help: "One sweep at a time on this machine, of all users that pass it. SERVESWEEP_BOX_LOCK " +
      "names another lock file than /tmp/servesweep-box.lock",
  },
  {
    name: "min-free",
    kind: "size",
    metavar: "SIZE",
    default: "2GiB",
    group: GROUP,
    help:
      "Room on the disk that must be free before each start and run, or the sweep ends with 6; " +
      "0 for no check",
  },
  {
    name: "log-max-size",
    kind: "size",
    metavar: "SIZE",
    default: "256MiB",
    group: GROUP,
    help: "Size at which a log is cut: its beginning is kept as NAME.1, its last part before as " +
      "NAME.2; 0 for never",
  },
];

/** Reads which locks are taken. */
export function readLocks(values: OptionValues): LockSettings {
  return {
    ifLocked: values.choice("if-locked", IF_LOCKED),
    boxLock: values.boolean("box-lock"),
  };
}

/** @throws {UsageError} If logs would be cut all the time. */
export function readDisk(values: OptionValues): DiskSettings {
  return { minFreeBytes: values.bytes("min-free"), logMaxBytes: logMaxBytes(values) };
}

/** Below this a log would be cut all the time. */
const SMALLEST_LOG_BYTES = 64 * 1024;

function logMaxBytes(values: OptionValues): number {
  const bytes = values.bytes("log-max-size");
  if (bytes === 0 || bytes >= SMALLEST_LOG_BYTES) return bytes;
  throw new UsageError(
    `--log-max-size is ${bytes} bytes, expected 64KiB or more, or 0 for no limit`,
  );
}
