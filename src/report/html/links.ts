/** Links from the page to the files of a directory. Also the page's script makes them. */

/** Where a directory is. */
interface Place {
  /** From where the report lies to the directory: a URL that ends with a slash, or nothing for the same place. */
  readonly href: string;
}

/** A link to the directory of a combination; one without results may have none, and has failures instead. */
export function combinationHref(sweep: Place, directory: string, runs: number): string {
  if (runs === 0) return "#failures";
  return fileHref(sweep, directory === "" ? "" : `${directory}/`);
}

/** A link to a file of a directory. */
export function fileHref({ href }: Place, path: string): string {
  return (href + path.split("/").map(encodeURIComponent).join("/")) || "./";
}
