import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { main } from "../../../src/entry/cli/main.ts";
import { type FakeHost, makeFakeHost } from "../../support/fake_host.ts";
import { type RecordedTerminal, recordTerminal } from "../../support/recorded_terminal.ts";

interface Ended extends RecordedTerminal, Pick<FakeHost, "asked" | "written"> {
  readonly code: number;
}

const METRICS = "# HELP app_size Size.\napp_size 3\n";

async function run(...args: readonly string[]): Promise<Ended> {
  const terminal = recordTerminal();
  const host = makeFakeHost({ files: { "-": METRICS, "metrics.prom": METRICS, a: METRICS } });
  const { asked, written } = host;
  return Object.assign(terminal, { code: await main(args, terminal, host), asked, written });
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
      "chek": 'Cannot run "chek": commands are check, list, run, push, agent, init',
      "constructor": 'Cannot run "constructor": commands are check, list, run, push, agent, init',
      "check": "Cannot read input: expected one file, URL or -, got 0",
      "list a b": "Cannot read input: expected one file, URL or -, got 2",
      "check --lint=no a": 'Invalid --lint: must be one of error, warn, off, current value is "no"',
      "list --format=json a":
        'Invalid --format: must be one of text, openmetrics, openmetrics-2, protobuf, current value is "json"',
      "check --lnit --jsn a": 'Cannot run "check": --lnit is not known; --jsn is not known',
      "check missing": "Cannot read missing: file does not exist",
    };
    for (const [call, message] of Object.entries(calls)) {
      const { code, lines, complaints } = await run(...call.split(" "));
      assertEquals([code, lines, complaints], [2, [], [message]]);
    }
  });

  it("begins an exporter where it is told to", async () => {
    const { code, written } = await run("init", "--runtime=node", "shop");

    assertEquals([code, Object.keys(written).sort()], [
      0,
      [
        "shop/.gitignore",
        "shop/exporter.ts",
        "shop/exporter_test.ts",
        "shop/node.ts",
        "shop/package.json",
        "shop/tsconfig.json",
      ],
    ]);
  });

  it("runs what it is told to, and returns 1 if it cannot", async () => {
    const { code, complaints } = await run("run", "--web.listen-address=9464", "exporter.ts");

    assertEquals(code, 1);
    assertEquals(complaints, [
      "Cannot run exporter.ts:",
      '- --web.listen-address must be an address such as :9464, [::1]:9464 or unix:/run/shop.sock, current value is "9464"',
      "- exporter.ts cannot be loaded: there is no module exporter.ts",
    ]);
  });

  it("tells the version", async () => {
    for (const call of ["--version", "check --version", "run --version"]) {
      const { code, lines } = await run(...call.split(" "));
      assertEquals(code, 0);
      assertMatch(lines.join("\n"), /^webprom \d+\.\d+\.\d+ \(deno 0\.0\.0\)$/);
    }
  });

  it("shows help for every flag of run", async () => {
    const { code, lines } = await run("run", "--help");

    assertEquals(code, 0);
    for (const flag of ["web.listen-address", "[no-]collector.<name>", "log.level", "config.file", "config.check"]) {
      assertStringIncludes(lines.join("\n"), ` --${flag}`);
    }
  });

  it("returns 2 for a rule that there is not", async () => {
    const { code, complaints } = await run("check", "--disable=constructor", "a");

    assertEquals(code, 2);
    assertMatch(complaints.join("\n"), /^Cannot disable rule "constructor": it does not exist; rules are [\w, -]+$/);
  });
});
