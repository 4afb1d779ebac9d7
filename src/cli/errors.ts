/** Mistakes on a command line that are more than a text. */
import { UsageError } from "../lib/errors.ts";

/** Words that no option and no argument of the command takes. */
export class UnexpectedWords extends UsageError {
  /**
   * @param words What was found.
   * @param hint What may have been meant, or where to look further. It follows the words.
   */
  constructor(message: string, readonly words: readonly string[], readonly hint: string) {
    super(message + hint);
  }
}
