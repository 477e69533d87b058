#!/usr/bin/env node
/**
 * The program `webprom`: checks and lists metrics.
 *
 * @module
 */

import process from "node:process";
import { readSource } from "./cli/_read_source.ts";
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
process.exitCode = await main(process.argv.slice(2), terminal, { readSource });
