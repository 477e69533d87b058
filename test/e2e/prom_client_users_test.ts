import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { after, describe, it } from "node:test";
import { assert } from "@std/assert";
import { build } from "esbuild";
import { execute } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";

const LIBRARIES = [
  "express@4.22.1",
  "express-prom-bundle@8.0.0",
  "fastify@4.29.1",
  "fastify-metrics@11.0.0",
  "@hono/prometheus@1.0.3",
  "hono@4",
];

/** A line of what each library reports. */
const EXPECTED: Readonly<Record<string, RegExp>> = {
  "express-prom-bundle": /^http_request_duration_seconds_count\{status_code="200",method="GET"\} 1$/,
  "fastify-metrics": /^http_request_duration_seconds_count\{method="GET",route="\/b",status_code="200"\} 1$/,
  "@hono/prometheus": /^http_requests_total\{method="GET",route="\/c",status="200",ok="true"\} 1$/,
};

const RUNTIMES = {
  node: ["node"],
  bun: [join(process.cwd(), "node_modules/.bin/bun")],
  deno: [process.execPath, "run", "-A"],
};

/** Installs the libraries, and puts `./prom-client` in the place of theirs. */
async function install(): Promise<string> {
  const { path } = await makeFolder();
  await writeFile(join(path, "package.json"), "{}");
  await execute(["npm", "install", "--no-audit", "--no-fund", "--legacy-peer-deps", ...LIBRARIES], {
    cwd: path,
  });
  const own = join(path, "node_modules/prom-client");
  await mkdir(own, { recursive: true });
  await writeFile(
    join(own, "package.json"),
    JSON.stringify({ name: "prom-client", version: "15.1.3", main: "index.cjs" }),
  );
  await build({
    entryPoints: ["src/prom_client/mod.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: join(own, "index.cjs"),
  });
  await copyFile("test/e2e/prom_client_users.cjs", join(path, "users.cjs"));
  return path;
}

const folder = await install();

describe("libraries for prom-client, with ./prom-client in its place", () => {
  after(() => rm(folder, { recursive: true }));

  for (const [runtime, command] of Object.entries(RUNTIMES)) {
    it(`measure what they measure with the original, on ${runtime}`, async () => {
      const output = await execute([...command, "users.cjs"], { cwd: folder });
      const found = output.split("\n").filter((line) => line.startsWith("[")).map((line) => JSON.parse(line));
      for (const [name, pattern] of Object.entries(EXPECTED)) {
        const lines: readonly string[] = found.find(([found]) => found === name)?.[1] ?? [];
        assert(lines.some((line) => pattern.test(line)), `${name} on ${runtime}: ${lines.slice(0, 5).join("\n")}`);
      }
    });
  }
});
