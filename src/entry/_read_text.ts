import { readFile, stat } from "node:fs/promises";

/** Pipes and other files that can be read only once: reading them again would never end. */
const readOnce = new Set<string>();

/**
 * Reads a text file.
 *
 * @param path Path of the file
 * @returns Its text, and whether it can be read again
 * @throws {Error} If it cannot be read, or could be read only once
 */
export async function readText(path: string): Promise<{ readonly text: string; readonly isRegular: boolean }> {
  if (readOnce.has(path)) throw new Error("it is not a regular file, which could be read only once");
  const isRegular = (await stat(path)).isFile();
  if (!isRegular) readOnce.add(path);
  return { text: await readFile(path, "utf8"), isRegular };
}
