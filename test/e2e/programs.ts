import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/** Why a test is skipped that needs programs of the system; in CI none is skipped, and a missing one fails it. */
export function missing(...programs: readonly string[]): string | false {
  if (process.env["CI"]) return false;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const absent = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
  return absent.length > 0 && `not installed: ${absent.join(", ")}`;
}
