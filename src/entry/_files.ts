import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Abilities, DirectoryFile } from "../app/modules/module.ts";

/** Access of modules to the file system, for Deno, Bun and Node. */
export const files: Required<Pick<Abilities, "readDirectory" | "readFile">> = {
  readFile: (path) => readFile(path),
  async readDirectory(path) {
    const entries = await readdir(path, { withFileTypes: true });
    const listed = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => describe(path, name));
    return (await Promise.all(listed)).filter((file) => file !== undefined);
  },
};

/** Describes a file, and follows links. Returns `undefined` if it is not a file, or was deleted in the meantime. */
async function describe(path: string, name: string): Promise<DirectoryFile | undefined> {
  const found = await stat(join(path, name)).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  return { name, modifiedMs: found.mtimeMs, sizeBytes: found.size };
}
