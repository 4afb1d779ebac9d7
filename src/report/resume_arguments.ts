/** How to go on with a sweep. */

/** The arguments of a sweep, made to resume in the experiment directory of a name. */
export function resumeArguments(args: readonly string[], name: string): string[] {
  const kept: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    if (/^--resume(=.*)?$/.test(word)) {
      if (word === "--resume" && args[i + 1] === name) i++;
    } else {
      kept.push(word);
    }
  }
  return [...kept, "--resume", name];
}
