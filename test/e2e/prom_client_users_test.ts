import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { after, describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { execute, start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { freePort } from "../support/free_port.ts";
import { until } from "../support/until.ts";
import { missing } from "./programs.ts";
import { startPrometheus } from "./prometheus.ts";

/** Libraries that were written for prom-client. */
const LIBRARIES = {
  "express": "4.22.1",
  "express-prom-bundle": "8.0.0",
  "fastify": "4.29.1",
  "fastify-metrics": "11.0.0",
  "@hono/prometheus": "1.0.3",
  "hono": "4.13.8",
  "@willsoto/nestjs-prometheus": "6.1.1",
  "@nestjs/common": "11.2.10",
  "@nestjs/core": "11.2.10",
  "@nestjs/platform-express": "11.2.10",
  "reflect-metadata": "0.2.2",
  "rxjs": "7.8.2",
  "bullmq": "5.81.5",
  "ioredis": "5.8.2",
};

/** A line of what each library reports. */
const EXPECTED: Readonly<Record<string, RegExp>> = {
  "express-prom-bundle": /^http_request_duration_seconds_count\{status_code="200",method="GET"\} 1$/,
  "fastify-metrics": /^http_request_duration_seconds_count\{method="GET",route="\/b",status_code="200"\} 1$/,
  "@hono/prometheus": /^http_requests_total\{method="GET",route="\/c",status="200",ok="true"\} 1$/,
  "@willsoto/nestjs-prometheus": /^orders_total\{region="eu"\} 1$/,
  "bullmq": /^jobs_total\{queue="mail",state="completed"\} 1$/,
};

const BUN = join(process.cwd(), "node_modules/.bin/bun");
const RUNTIMES = { node: ["node"], bun: [BUN], deno: [process.execPath, "run", "-A"] };

const { path: root } = await makeFolder();
await execute(["npm", "pack", "--silent", "--pack-destination", root]);
const tarball = join(root, (await readdir(root)).find((file) => file.endsWith(".tgz")) ?? "");

/** Makes a folder with a package `prom-client`, as the documentation of `./prom-client` says. */
async function makeApp(manager: string, manifest: object, dependencies?: object): Promise<string> {
  const folder = join(root, manager);
  await mkdir(join(folder, "prom-client"), { recursive: true });
  const alias = { name: "prom-client", version: "15.1.3", main: "index.cjs", types: "index.d.ts" };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(
    join(folder, "prom-client/package.json"),
    JSON.stringify({ ...alias, ...dependencies && { dependencies } }),
  );
  await writeFile(
    join(folder, "prom-client/index.cjs"),
    'module.exports = require("@webprom/exporter/prom-client");\n',
  );
  const name = '"@webprom/exporter/prom-client"';
  await writeFile(join(folder, "prom-client/index.d.ts"), `export * from ${name};\nexport { default } from ${name};\n`);
  for (const file of ["users", "server"]) {
    await copyFile(`test/e2e/prom_client_${file}.cjs`, join(folder, `${file}.cjs`));
  }
  return folder;
}

const exporter = { "@webprom/exporter": `file:${tarball}` };
const { express, "express-prom-bundle": bundle } = LIBRARIES;
const few = { express, "express-prom-bundle": bundle };

/** By package manager: installs an application with an alias, and returns its folder. */
const MANAGERS: Readonly<Record<string, () => Promise<string>>> = {
  async npm() {
    const dependencies = { ...exporter, ...LIBRARIES, "prom-client": "file:./prom-client" };
    const cwd = await makeApp("npm", { dependencies, overrides: { "prom-client": "$prom-client" } });
    await execute(["npm", "install", "--no-audit", "--no-fund", "--legacy-peer-deps"], { cwd });
    return cwd;
  },
  async pnpm() {
    const cwd = await makeApp("pnpm", { dependencies: { ...exporter, ...few, "prom-client": "link:./prom-client" } });
    await writeFile(join(cwd, "pnpm-workspace.yaml"), "overrides:\n  prom-client: link:./prom-client\n");
    await execute(["npx", "-y", "pnpm@12.21.0", "install"], { cwd });
    return cwd;
  },
  async bun() {
    const alias = { "prom-client": "file:./prom-client" };
    const cwd = await makeApp("bun", { dependencies: { ...exporter, ...few, ...alias }, overrides: alias });
    await execute([BUN, "install"], { cwd });
    return cwd;
  },
  async deno() {
    const dependencies = { "@webprom/exporter": "0.1.0", ...few, "prom-client": "15.1.3" };
    const cwd = await makeApp("deno", { dependencies }, { "@webprom/exporter": "^0.1.0" });
    // The first link stands for the registry, where this version is not yet.
    await writeFile(join(cwd, "deno.json"), JSON.stringify({ links: ["./exporter", "./prom-client"] }));
    await mkdir(join(cwd, "exporter"));
    await execute(["tar", "xzf", tarball, "-C", join(cwd, "exporter"), "--strip-components=1"]);
    await execute([process.execPath, "install"], { cwd });
    return cwd;
  },
};

const installed = new Map<string, Promise<string>>();

/** Returns the folder of an application; installs it the first time. */
async function folderOf(manager: string): Promise<string> {
  let folder = installed.get(manager);
  if (folder === undefined) {
    installed.set(manager, folder = MANAGERS[manager]?.() ?? Promise.reject(new Error(manager)));
  }
  return await folder;
}

describe("./prom-client in the place of prom-client", () => {
  after(() => rm(root, { recursive: true }));

  for (const manager of Object.keys(MANAGERS)) {
    it(`is scraped by Prometheus after an installation by ${manager}`, { skip: missing("prometheus") }, async () => {
      const folder = await folderOf(manager);
      const command = RUNTIMES[manager === "bun" || manager === "deno" ? manager : "node"];
      await using server = start([...command, "server.cjs"], { cwd: folder });
      const url = await server.url;
      await (await fetch(`${url}/a`)).text();
      await using prometheus = await startPrometheus({ app: url });
      await until(async () => (await prometheus.query("jobs_total"))["app"] !== undefined);
      assertEquals(await prometheus.query("jobs_total"), { app: 3 });
      assertEquals(await prometheus.query('http_request_duration_seconds_count{path="/a"}'), { app: 1 });
      assertEquals(await prometheus.query("is_one_library"), { app: 1 });
    });
  }

  it("has types for modules and for CommonJS", async () => {
    const cwd = await folderOf("npm");
    const usage = (await readFile("test/types/prom_client_usage.ts", "utf8")).replace(/^\/\*\*[^]*?\*\//, "");
    for (const file of ["usage.mts", "usage.cts", "usage.ts"]) await writeFile(join(cwd, file), usage);
    await execute(["npm", "install", "--no-save", "--no-audit", "--no-fund", "typescript@5.9", "@types/node@20"], {
      cwd,
    });
    const check = ["npx", "tsc", "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--types", "node"];
    await execute([...check, "--module", "nodenext", "usage.mts", "usage.cts"], { cwd });
    const legacy = ["--module", "commonjs", "--moduleResolution", "node10", "--esModuleInterop"];
    await execute([...check, ...legacy, "usage.ts"], { cwd });
  });

  for (const [runtime, command] of Object.entries(RUNTIMES)) {
    it(`serves libraries that were written for it, on ${runtime}`, async () => {
      const hasRedis = missing("redis-server") === false;
      const port = await freePort();
      await using redis = hasRedis
        ? start(["redis-server", "--port", `${port}`, "--bind", "127.0.0.1", "--save", ""], { cwd: root })
        : undefined;
      await until(() => redis?.stdout.includes("Ready to accept connections") ?? true);
      const env = hasRedis ? { REDIS_PORT: `${port}` } : {};
      const output = await execute([...command, "users.cjs"], { cwd: await folderOf("npm"), env });
      const found = output.split("\n").filter((line) => line.startsWith("[")).map((line) => JSON.parse(line));
      for (const [name, pattern] of Object.entries(EXPECTED)) {
        if (name === "bullmq" && !hasRedis) continue;
        const lines: readonly string[] = found.find(([found]) => found === name)?.[1] ?? [];
        assert(lines.some((line) => pattern.test(line)), `${name} on ${runtime}: ${lines.slice(0, 5).join("\n")}`);
      }
    });
  }
});
