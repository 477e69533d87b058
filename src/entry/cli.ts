#!/usr/bin/env node
/**
 * The program `webprom`: checks and lists metrics, runs exporters, and creates new ones. Start it with `npx @webprom/exporter`,
 * `bunx @webprom/exporter` or `deno run -A jsr:@webprom/exporter/cli`; in a checkout, `deno run -A src/entry/cli.ts`.
 *
 * ```sh
 * webprom check http://localhost:9464/metrics    # validates the format, names, units and labels of a URL, file or pipe
 * webprom list http://localhost:9464/metrics    # shows which metric has the most series, and by which label
 * webprom run exporter.ts --log.level=debug    # serves the default export of a module on port 9464
 * webprom run --config.file=exporter.yml    # serves a YAML configuration
 * webprom run --config.file=exporter.yml --config.check    # lists all mistakes with file and path
 * webprom push metrics.prom --to=pushgateway --url=http://localhost:9091 --job=nightly    # pushes a file once
 * webprom agent --scrape=http://localhost:9464/metrics --remote-write=http://localhost:9090/api/v1/write    # scrapes and forwards
 * webprom agent --config.file=prometheus.yml    # the same, with scrape_configs and remote_write
 * webprom init shop --runtime=deno    # or bun, node, workers: writes an exporter and its test
 * ```
 *
 * `check` and `--config.check` exit with code 1 if there are problems. `webprom run --help` lists the flags; each is also an
 * environment variable and a key of the configuration file. `examples/no_code/` explains the configuration.
 *
 * Importing this module runs the program. To run it in your own program, start it as a process.
 *
 * @module
 */

import process from "node:process";
import { host } from "./cli/real_host.ts";
import { messageOf } from "../model/message_of.ts";
import { main } from "./cli/main.ts";
import { Output } from "./cli/output.ts";
import { makeTerminal } from "./cli/terminal.ts";

const args = process.argv.slice(2);
// A log that cannot be written, on a full disk for example, must not end an exporter.
const output = new Output(process.stdout, (error) => {
  process.exitCode = 1;
  if (args[0] !== "run" && args[0] !== "agent") log.write(`Cannot write the output: ${messageOf(error)}\n`);
});
const log = new Output(process.stderr, () => {});

const terminal = makeTerminal({
  write: (text) => output.write(text),
  writeError: (text) => log.write(text),
  hasColours: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
});
const exitCode = await main(args, terminal, host);
process.exitCode ||= exitCode;
// Timers and connections would keep the process running.
if (args[0] === "run" || args[0] === "agent") process.exit();
