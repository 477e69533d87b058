#!/usr/bin/env node
/**
 * The program `webprom`: checks and lists metrics, runs exporters, and begins new ones.
 *
 * @module
 */

import process from "node:process";
import { world } from "./cli/real_world.ts";
import { main } from "./cli/main.ts";
import { makeTerminal } from "./cli/terminal.ts";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: Error & { readonly code?: string }) => {
    // Who reads no further, such as `head`, has seen enough.
    if (error.code !== "EPIPE") throw error;
  });
}

const terminal = makeTerminal({
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  hasColours: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
});
const args = process.argv.slice(2);
process.exitCode = await main(args, terminal, world);
// What an exporter does beside serving, such as a timer, would keep the process.
if (args[0] === "run") process.exit();
