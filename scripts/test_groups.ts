/**
 * Gathers test files into a few modules: one of its own for each costs more than what most of them test. Imports nothing: the tasks
 * start without packages.
 */

/**
 * Writes modules that import the test files below a folder between them.
 *
 * @param groups How many modules at most.
 * @param directory Where they are written.
 * @returns Their paths.
 */
export function groupTests(folder: string, groups: number, directory: string): string[] {
  const files = testFiles(folder).sort();
  return Array.from({ length: Math.min(groups, files.length) }, (_, group) => {
    const path = `${directory}/group_${group + 1}_test.ts`;
    const members = files.filter((_, index) => index % groups === group);
    const imports = members.map((file) => `import ${JSON.stringify(`file://${file}`)};\n`);
    Deno.writeTextFileSync(path, imports.join(""));
    return path;
  });
}

function testFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? testFiles(`${folder}/${name}`)
      : name.endsWith("_test.ts")
      ? [`${folder}/${name}`]
      : []
  );
}
