import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import { missing } from "../e2e/programs.ts";
import { askTls } from "../support/ask_tls.ts";
import { type Child, execute, start } from "../support/child.ts";
import { type Folder, makeFolder } from "../support/folder.ts";
import { within } from "../support/within.ts";
import { writeCertificates } from "./certificates.ts";
import { outfit } from "./programs.ts";

const FOLDER = "examples/deploy";
const HOME = "/opt/shop-exporter";
const LIMIT_MS = 20_000;
const FREE = "--web.listen-address=127.0.0.1:0";

const dockerfile = await readFile(`${FOLDER}/Dockerfile`, "utf8");
const unit = await readFile(`${FOLDER}/shop-exporter.service`, "utf8");
const sources = instructions("COPY").flatMap((line) => line.split(" ").slice(0, -1));

/** What the lines of a Dockerfile say that begin with a word. */
function instructions(word: string): string[] {
  return [...dockerfile.matchAll(new RegExp(`^${word} (.*)$`, "gm"))].map(([, text = ""]) => text);
}

/** Reads a command that a Dockerfile has as a list. */
function commandOf(text: string): string[] {
  return JSON.parse(text.replace(/^CMD /, ""));
}

/** A folder with what the image copies, and the program where npm would put it. */
async function install(): Promise<Folder> {
  const folder = await makeFolder();
  for (const source of sources) await cp(join(FOLDER, source), join(folder.path, source));
  await outfit(folder.path);
  const bin = join(folder.path, "node_modules/.bin");
  await mkdir(bin, { recursive: true });
  const [loader, cli] = [resolve("node_modules/tsx/dist/loader.mjs"), resolve("src/entry/cli.ts")];
  await writeFile(join(bin, "webprom"), `#!/bin/sh\nexec node "--import=${loader}" "${cli}" "$@"\n`);
  await chmod(join(bin, "webprom"), 0o755);
  return folder;
}

function run(cwd: string, command: readonly string[]): Child {
  return start([...command, FREE], { cwd, env: { TSX_TSCONFIG_PATH: resolve("tsconfig.json") } });
}

async function assertServesShop(child: Child): Promise<string> {
  const url = await within(LIMIT_MS, child.url);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  assertMatch(metrics, /^shop_queue_jobs\{queue="mail"\} 3$/m);
  const targets = await (await fetch(`${url}/sd`)).json();
  assertEquals(targets.map(({ labels }: { labels: { warehouse: string } }) => labels.warehouse), ["north", "south"]);
  return url;
}

describe("examples/deploy", () => {
  it("has all that the Dockerfile copies", () => {
    assertGreater(sources.length, 0);
    assertEquals(sources.filter((source) => !existsSync(join(FOLDER, source))), []);
  });

  it("has a Dockerfile whose command serves, passes the health check, and ends when it is told", async () => {
    await using folder = await install();
    const [command = [], ...others] = instructions("CMD").map(commandOf);
    assertEquals(others, []);
    await using child = run(folder.path, command);
    const { port } = new URL(await assertServesShop(child));
    for (const check of instructions("HEALTHCHECK").map(commandOf)) {
      await execute(check.map((part) => part.replace(":9464/", `:${port}/`).replace("localhost", "127.0.0.1")));
    }
    child.kill("SIGTERM");

    assertEquals(await child.ended, 0);
    assertEquals(JSON.parse(child.stderr.split("\n")[0] ?? "").msg, "Starting");
  });

  it("has an image that says which port it listens on", async () => {
    assertEquals(instructions("EXPOSE"), ["9464"]);
    const prometheus = await readFile(`${FOLDER}/prometheus.yml`, "utf8");
    assertEquals(new Set(prometheus.match(/(?<=localhost:)\d+/g)), new Set(["9464"]));
  });

  it("has a systemd unit whose command serves", async () => {
    await using folder = await install();
    const [, command = ""] = /^ExecStart=(.*)$/m.exec(unit.replaceAll(HOME, folder.path)) ?? [];
    await using child = run(folder.path, command.split(" "));

    await assertServesShop(child);
  });

  it("has a systemd unit that systemd understands", { skip: missing("systemd-analyze") }, async () => {
    await using folder = await install();
    const file = join(folder.path, "shop-exporter.service");
    await writeFile(file, unit.replaceAll(HOME, folder.path));

    assertEquals(await execute(["systemd-analyze", "verify", file]), "");
  });

  it("has a configuration and rules that Prometheus understands", { skip: missing("promtool") }, async () => {
    const output = await execute(["promtool", "check", "config", `${FOLDER}/prometheus.yml`]);

    assertMatch(output, /SUCCESS: 1 rule files found[^]*SUCCESS: \d+ rules found/);
  });

  it("has a web configuration that lets in whom it names", async () => {
    await using folder = await install();
    await cp(`${FOLDER}/web.yml`, join(folder.path, "web.yml"));
    const ca = await writeCertificates(folder.path);
    await using child = run(folder.path, [
      "node_modules/.bin/webprom",
      "run",
      "exporter.ts",
      "--web.config.file=web.yml",
    ]);
    const url = `https://localhost:${new URL(await within(LIMIT_MS, child.url)).port}/metrics`;
    const statusOf = async (authorization: string) => (await askTls(url, { ca, headers: { authorization } })).status;

    assertEquals(await statusOf(`Basic ${btoa("prometheus:swordfish")}`), 200);
    assertEquals(await statusOf("Bearer opensesame"), 200);
    assertEquals(await statusOf(`Basic ${btoa("prometheus:opensesame")}`), 401);
    assertEquals(await statusOf("Bearer swordfish"), 401);
  });
});
