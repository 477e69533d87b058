/**
 * Runs the tests on the runtimes named on the command line and adds up what they report. The output of a runtime is shown
 * only if it failed: a test did, it found none, or it did not end by itself.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { everywhere, under } from "./runner/files.ts";
import { type Counts, countTests } from "./runner/junit.ts";

const LOAD = "test/runner/load.ts";
const TIME_LIMIT_MS = 25 * 60_000;
/** The lines that the reporters of Deno and Node print for tests that did not fail, and for groups. */
const PASSES = /^(?:.* \.\.\.(?: (?:ok|ignored) .*)?|running \d+ tests? .*|\s*[✔▶﹣].*)\n/gm;

/** By runtime: the command that runs its tests and writes a JUnit report. */
const COMMANDS: Readonly<Record<string, (report: string) => readonly string[]>> = {
  deno: (report) => denoTest(report, [...everywhere(), ...under("arch/", "docs/", "live/deno")]),
  node: (report) => nodeTest(report, [...everywhere(), ...under("live/node")]),
  bun: (report) => bunTest(report, [...everywhere(), ...under("live/bun")]),
  workerd: (report) => denoTest(report, ["test/runner/workerd.ts", ...under("live/workers")]),
  e2e: (report) => denoTest(report, under("e2e/", "interop/")),
};

function denoTest(report: string, files: readonly string[]): readonly string[] {
  const options = ["-A", "--no-check", `--junit-path=${report}`];
  return [process.execPath, "test", ...options, LOAD, "--", ...files];
}

function nodeTest(report: string, files: readonly string[]): readonly string[] {
  const shown = ["--test-reporter=spec", "--test-reporter-destination=stdout"];
  const counted = ["--test-reporter=junit", `--test-reporter-destination=${report}`];
  return ["node", "--import=tsx", ...shown, ...counted, LOAD, ...files];
}

function bunTest(report: string, files: readonly string[]): readonly string[] {
  const options = ["--only-failures", "--timeout=30000", "--reporter=junit", `--reporter-outfile=${report}`];
  return ["node_modules/.bin/bun", "test", ...options, ...files];
}

async function runTests(name: string): Promise<Counts> {
  const command = COMMANDS[name];
  if (!command) throw new RangeError(`Cannot run tests on "${name}": runtimes are ${Object.keys(COMMANDS).join(", ")}`);
  const folder = mkdtempSync(join(tmpdir(), "tests-"));
  const report = join(folder, "junit.xml");
  const { problem, output } = await execute(command(report));
  const counts = countTests(existsSync(report) ? readFileSync(report, "utf8") : "");
  rmSync(folder, { recursive: true });

  const isEmpty = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (isEmpty || problem)) counts.failed = 1;
  if (counts.failed > 0) {
    print(`\n${name} ${problem ?? "found no test"}\n\n${output.trim()}\n`);
  }
  print(`${name}: ${counts.passed} passed${some(counts.failed, "failed")}${some(counts.skipped, "skipped")}`);
  return counts;
}

function execute([command = "", ...args]: readonly string[]): Promise<{ problem: string | undefined; output: string }> {
  const env = { ...process.env, [process.stdout.isTTY ? "FORCE_COLOR" : "NO_COLOR"]: "1" };
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => output += text);
    let isLate = false;
    const timer = setTimeout(() => isLate = child.kill("SIGKILL"), TIME_LIMIT_MS);
    function end(problem?: string): void {
      clearTimeout(timer);
      // What the last test was tells where it hangs.
      if (isLate) resolve({ problem: `did not end within ${TIME_LIMIT_MS / 60_000} minutes`, output });
      else resolve({ problem, output: output.replace(PASSES, "") });
    }
    child.on("error", ({ message }) => end(`could not be started: ${message}`));
    child.on("close", (code, signal) => end(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`));
  });
}

function some(count: number, what: string): string {
  return count > 0 ? `, ${count} ${what}` : "";
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const waiting = process.argv.slice(2);
const total: Counts = { passed: 0, failed: 0, skipped: 0 };

async function runWaiting(): Promise<void> {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const { passed, failed, skipped } = await runTests(name);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, runWaiting));
print(`${total.passed} passed, ${total.failed} failed${some(total.skipped, "skipped")}`);
process.exitCode = total.failed > 0 ? 1 : 0;
