import process from "node:process";

/** Runtimes with processes. */
export type Runtime = "deno" | "bun" | "node";

/** What runs a TypeScript file of this project; the one for Deno only within Deno. */
export const RUN: Readonly<Record<Runtime, readonly string[]>> = {
  deno: [process.execPath, "run", "--allow-net"],
  bun: ["node_modules/.bin/bun"],
  node: ["node", "--import=tsx"],
};

const CLI = "src/entry/cli.ts";

/** What runs the program `webprom`; the one for Deno only within Deno. */
export const RUN_CLI: Readonly<Record<Runtime, readonly string[]>> = {
  deno: [process.execPath, "run", "-A", CLI],
  bun: [...RUN.bun, CLI],
  node: [...RUN.node, CLI],
};
