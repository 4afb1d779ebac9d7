// The end of the program that unpacks; FILES stands before it. Each file is written beside and renamed, so that concurrent
// first starts see whole files only, and it is on the disk before the next one.
const [directory] = Deno.args;
Deno.mkdirSync(directory, { recursive: true, mode: 0o700 });
for (const [name, text] of FILES) {
  const part = Deno.makeTempFileSync({ dir: directory, prefix: `${name}.` });
  try {
    const file = Deno.openSync(part, { write: true });
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    file.syncSync();
    file.close();
    Deno.renameSync(part, `${directory}/${name}`);
  } catch (error) {
    Deno.removeSync(part);
    throw error;
  }
}
