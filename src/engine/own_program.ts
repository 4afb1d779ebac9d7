/** Our own executable in a command: it has a server and a load generator built in. */

/** Usual names of it: any file that begins with servesweep, and the source. */
const USUAL_NAME = /(^|\/)(servesweep[^/]*|main\.ts)$/;

/**
 * Whether a word of a command names it.
 *
 * @param own Words that are known to name it, whatever they look like.
 */
export function isOwnProgram(word: string, own: readonly string[]): boolean {
  return own.includes(word) || USUAL_NAME.test(word);
}
