import { readdirSync } from "node:fs";

/** Folders whose tests do not run everywhere: each runs on one host only, or is only type-checked. */
const HOST_FOLDERS = ["arch", "docs", "e2e", "interop", "live", "types"];

const ALL: readonly string[] = readdirSync("test", { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith("_test.ts"))
  .sort();

/** The tests that need nothing but the language and web standards: they run on every runtime. */
export function everywhere(): string[] {
  return ALL.filter((file) => !HOST_FOLDERS.includes(file.split("/")[0] ?? "")).map((file) => `./test/${file}`);
}

/** The tests whose path in `test/` begins so. */
export function under(...prefixes: readonly string[]): string[] {
  return ALL.filter((file) => prefixes.some((prefix) => file.startsWith(prefix))).map((file) => `./test/${file}`);
}
