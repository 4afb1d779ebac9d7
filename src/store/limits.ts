/** How large files of an experiment directory may be, in bytes. docs/directory.md has the same numbers. */
import { MAX_RESULT_BYTES } from "../result/size_limit.ts";

const MIB = 1 << 20;

/** Texts that are read whole: a string of V8 ends at 512 MiB. A journal of 100,000 runs has some 150 MB. */
export const MAX_JOURNAL_BYTES = 400 * MIB;

/** plan.json: that of 100,000 runs has some 30 MB. */
export const MAX_PLAN_BYTES = 200 * MIB;

/** sweep.json: some KiB a session. */
export const MAX_MANIFEST_BYTES = 64 * MIB;

/** run=N.json. */
export { MAX_RESULT_BYTES };

/** summary.json of a combination. */
export const MAX_SUMMARY_BYTES = 128 * MIB;
