/** What the executable holds: the packages in the bundle, as a list (SBOM) in CycloneDX 1.6. */
import type { Program } from "./portable/bundle.ts";

/** A package of others. */
export interface Package {
  readonly name: string;
  readonly version: string;
}

/** A lock file of Deno, what is read of it. */
export interface Lock {
  readonly npm: Record<string, { integrity: string; dependencies?: string[] }>;
}

/** Where the bundler says that a file came from: `// .../npm/HOST/@noble/hashes/2.4.0/sha2.js`. */
const NPM_FILE = /^ *\/\/ .*\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/(\d[^/]*)\//gm;

/** The same of a package from JSR: `// https://HOST/@std/path/1.1.2/join.ts`. */
const JSR_FILE = /^ *\/\/ https:\/\/[^/]+\/(@std\/[^/]+)\/(\d[^/]*)\//gm;

/** The packages that parts of the program come from, by name. What the bundler left out is not among them. */
export function packagesOf({ files }: Pick<Program, "files">): Package[] {
  const packages = new Map<string, Package>();
  for (const text of files.values()) {
    for (const pattern of [NPM_FILE, JSR_FILE]) {
      for (const [, name, version] of text.matchAll(pattern)) {
        packages.set(`${name}@${version}`, { name: name!, version: version! });
      }
    }
  }
  return [...packages.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

/** License by package, from the table of THIRD_PARTY.md. */
export function readLicenses(thirdParty: string): Map<string, string> {
  const rows = thirdParty.matchAll(/^\| `([^`]+)` *\|[^|]*\| *([^|]*?) *\|/gm);
  return new Map([...rows].map(([, name, license]) => [name!, license!]));
}

/** What an SBOM is made from. */
export interface SbomOptions {
  readonly name: string;
  readonly version: string;
  readonly packages: readonly Package[];
  /** The runtimes in the portable files. */
  readonly runtimes: readonly Package[];
  /** Lock files that have all of them. */
  readonly locks: readonly Lock[];
  readonly licenses: ReadonlyMap<string, string>;
}

/**
 * The list as a CycloneDX document. The same input gives the same text.
 *
 * @throws {Error} If a package is in no lock or its license is not known.
 */
export function sbom(options: SbomOptions): unknown {
  const { name, version, packages, runtimes, locks, licenses } = options;
  const held = [...packages, ...runtimes];
  const refs = new Map(held.map((part) => [part.name, purl(part)]));
  const component = (part: Package, type: string) => {
    const key = `${part.name}@${part.version}`;
    const license = licenses.get(part.name);
    if (license === undefined) throw new Error(`THIRD_PARTY.md has no license of "${part.name}"`);
    return {
      type,
      "bom-ref": purl(part),
      name: part.name,
      version: part.version,
      hashes: [{ alg: "SHA-512", content: hex(entry(locks, key).integrity) }],
      licenses: [{ license: /^[\w.-]+$/.test(license) ? { id: license } : { name: license } }],
      purl: purl(part),
    };
  };
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": name,
        name,
        version,
        licenses: [{ license: { id: "MIT" } }],
      },
    },
    components: [
      ...packages.map((part) => component(part, "library")),
      ...runtimes.map((part) => component(part, "platform")),
    ],
    dependencies: [
      { ref: name, dependsOn: [...refs.values()] },
      ...held.map((part) => ({
        ref: purl(part),
        dependsOn: (entry(locks, `${part.name}@${part.version}`).dependencies ?? [])
          .flatMap((dependency) => refs.get(dependency.replace(/(.)@.*/, "$1")) ?? []),
      })),
    ],
  };
}

function entry(locks: readonly Lock[], key: string): Lock["npm"][string] {
  const found = locks.map(({ npm }) => npm[key]).find((each) => each !== undefined);
  if (found === undefined) throw new Error(`"${key}" is in no lock file`);
  return found;
}

/** Package URL. */
function purl({ name, version }: Package): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** The hash of `sha512-BASE64` in hexadecimal. */
function hex(integrity: string): string {
  return Uint8Array.fromBase64(integrity.replace(/^sha512-/, "")).toHex();
}
