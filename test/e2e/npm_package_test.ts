import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { assertEquals } from "@std/assert";

const program = (runtime: string) => `
import { Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { serve } from "@webprom/exporter/${runtime}";

const registry = new Registry();
registry.counter({ name: "app_orders_total", help: "Orders processed." }).inc(3);
const server = await serve(defineExporter({ name: "app", registry }), { port: 0 });
const response = await fetch(server.url + "metrics");
console.log(response.status, /^app_orders_total .*$/m.exec(await response.text())?.[0]);
await server.close();
`;

const typedWrongly = `
import { Registry } from "@webprom/exporter";

const orders = new Registry().counter({ name: "app_orders_total", help: "Orders.", labelNames: ["region"] });
orders.inc({ region: "us" });
// @ts-expect-error -- no such label
orders.inc({ regoin: "us" });
`;

describe("the npm package", () => {
  const folder = mkdtempSync(join(tmpdir(), "npm-package-"));
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: "pipe", timeout: 60_000 });

  before(() => {
    execFileSync("npm", ["pack", "--pack-destination", folder], { stdio: "pipe" });
    const [tarball = ""] = readdirSync(folder);
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    run("npm", "install", `./${tarball}`);
  });
  after(() => rmSync(folder, { recursive: true }));

  it("serves metrics on Node", () => {
    writeFileSync(join(folder, "node.js"), program("node"));
    assertEquals(run("node", "node.js"), "200 app_orders_total 3\n");
  });

  it("serves metrics on Bun", () => {
    writeFileSync(join(folder, "bun.js"), program("bun"));
    assertEquals(run(resolve("node_modules/.bin/bun"), "bun.js"), "200 app_orders_total 3\n");
  });

  it("has a program", () => {
    writeFileSync(join(folder, "metrics.prom"), "# HELP app_size Size.\n# TYPE app_size gauge\napp_size 3\n");
    const answer = "0 errors, 0 warnings in 1 family, 1 series (text)\n";
    assertEquals(run("npx", "webprom", "check", "metrics.prom"), answer);
    assertEquals(run(resolve("node_modules/.bin/bun"), "run", "--bun", "webprom", "check", "metrics.prom"), answer);
  });

  it("has types", () => {
    writeFileSync(join(folder, "types.ts"), typedWrongly);
    run(resolve("node_modules/.bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "types.ts");
  });
});
