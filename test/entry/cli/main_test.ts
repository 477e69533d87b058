import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Abilities, main } from "../../../src/entry/cli/main.ts";
import { UsageError } from "../../../src/entry/cli/source.ts";
import { type RecordedTerminal, recordTerminal } from "../../support/recorded_terminal.ts";

interface Ended extends RecordedTerminal {
  readonly code: number;
  /** What was read, and in which format. */
  readonly asked: readonly (readonly [name: string, format: string | undefined])[];
}

async function run(...args: readonly string[]): Promise<Ended> {
  const terminal = recordTerminal();
  const asked: [string, string | undefined][] = [];
  const abilities: Abilities = {
    readSource(name, format) {
      asked.push([name, format]);
      if (name === "missing") return Promise.reject(new UsageError("Cannot read missing: there is no such file"));
      return Promise.resolve({ name, bytes: new TextEncoder().encode("# HELP app_size Size.\napp_size 3\n") });
    },
  };
  return Object.assign(terminal, { code: await main(args, terminal, abilities), asked });
}

describe("main()", () => {
  it("checks what it is told to", async () => {
    const { code, asked, lines } = await run("check", "--lint=warn", "--disable", "help-text", "-", "--format=text");

    assertEquals([code, asked], [0, [["-", "text"]]]);
    assertEquals(lines, ["0 errors, 0 warnings in 1 family, 1 series (text)"]);
  });

  it("lists what it is told to", async () => {
    const { code, lines } = await run("list", "--json", "metrics.prom");

    assertEquals(code, 0);
    assertEquals(JSON.parse(lines[0] ?? ""), [{ name: "app_size", type: "unknown", series: 1, unit: "", labels: {} }]);
  });

  it("shows help, and that of each command", async () => {
    for (const flag of ["help", "--help", "-h"]) {
      const { code, lines } = await run(flag);
      assertEquals(code, 0);
      assertStringIncludes(lines.join("\n"), "check <file | URL | ->");
    }
    const { code, lines, asked } = await run("check", "-h", "metrics");
    assertEquals([code, asked], [0, []]);
    assertMatch(lines.join("\n"), /^Usage: webprom check .*[^]*--format=[^]*--lint=[^]*--disable=[^]*--json/);
  });

  it("returns 2 and shows help for no command", async () => {
    const { code, lines } = await run();

    assertEquals([code, lines[0]], [2, "Usage: webprom <command> [flags]"]);
  });

  it("returns 2 and says why for a call that makes no sense", async () => {
    const calls = {
      "chek": 'Cannot run "chek": commands are check, list',
      "constructor": 'Cannot run "constructor": commands are check, list',
      "check": "Cannot read input: there must be one file, URL or -, current number is 0",
      "list a b": "Cannot read input: there must be one file, URL or -, current number is 2",
      "check --lint=no a": 'Cannot take --lint: must be one of error, warn, off, current value is "no"',
      "list --format=json a":
        'Cannot take --format: must be one of text, openmetrics, openmetrics-2, protobuf, current value is "json"',
      "check --lnit --jsn a": 'Cannot run "check": --lnit: there is no such flag; --jsn: there is no such flag',
      "check missing": "Cannot read missing: there is no such file",
    };
    for (const [call, message] of Object.entries(calls)) {
      const { code, lines, complaints } = await run(...call.split(" "));
      assertEquals([code, lines, complaints], [2, [], [message]]);
    }
  });

  it("returns 2 for a rule that there is not", async () => {
    const { code, complaints } = await run("check", "--disable=constructor", "a");

    assertEquals(code, 2);
    assertMatch(complaints.join("\n"), /^Cannot disable rule "constructor": rules are [\w, -]+$/);
  });
});
