import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { execute, start } from "../support/child.ts";

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

/** Versions of TypeScript for which the declarations compile. */
const TYPESCRIPTS = ["5.5", "5.6", "5.7", "5.8", "5.9", "6.0", "7.0"];

/** Types that a program has of its environment. */
const ENVIRONMENTS: Readonly<Record<string, { readonly lib: readonly string[]; readonly types: readonly string[] }>> = {
  node: { lib: ["es2022"], types: ["node"] },
  browser: { lib: ["es2022", "dom", "dom.iterable"], types: [] },
  workers: { lib: ["es2022"], types: ["@cloudflare/workers-types"] },
};

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

  it("runs the lines of the README for Node in a new package", async () => {
    const other = mkdtempSync(join(tmpdir(), "npm-init-"));
    try {
      const readme = readFileSync("README.md", "utf8");
      const [tarball] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
      await execute(["npm", "init", "-y"], { cwd: other });
      const install = /^npm install.*\nnpm pkg .*$/m.exec(readme)?.[0].replace(/#.*/g, "").split("\n") ?? [];
      for (const line of install) {
        const words = line.trim().split(/ +/).map((word) => word.startsWith("@") ? join(folder, tarball ?? "") : word);
        await execute(words, { cwd: other });
      }
      for (const file of ["exporter.ts", "node.ts"]) {
        const [, block = ""] = new RegExp(`\`\`\`ts\n(// ${file}\n[^]*?)\n\`\`\``).exec(readme) ?? [];
        writeFileSync(join(other, file), block.replace("port: 9464", "port: 0"));
      }
      await using program = start([resolve("node_modules/.bin/tsx"), "node.ts"], { cwd: other });
      const response = await fetch(`${await program.url}/metrics`);
      assertMatch(await response.text(), /^shop_orders_total\{region="eu"\} 1$/m);
      program.kill("SIGTERM");
      assertEquals(await program.ended, 0);
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  for (const runtime of ["node", "bun"]) {
    it(`makes projects for ${runtime} that type-check`, async () => {
      const other = mkdtempSync(join(tmpdir(), "npm-starter-"));
      try {
        const [tarball] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
        run("npx", "webprom", "init", join(other, "shop"), `--runtime=${runtime}`);
        const cwd = join(other, "shop");
        await execute(["npm", "pkg", "set", `dependencies.@webprom/exporter=file:${join(folder, tarball ?? "")}`], {
          cwd,
        });
        await execute(["npm", "install", "--ignore-scripts"], { cwd });
        await execute(["npx", "tsc", "-p", "."], { cwd });
      } finally {
        rmSync(other, { recursive: true });
      }
    });
  }

  it("has declarations that compile everywhere, with those of its dependencies", async () => {
    const aliases = TYPESCRIPTS.map((version) => `typescript-${version}@npm:typescript@~${version}.0`);
    run("npm", "install", "--no-save", "@types/node@20", "@cloudflare/workers-types@4", ...aliases);
    const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: Record<string, string> };
    const imports = Object.keys(exports).map((path, i) =>
      `export * as m${i} from "@webprom/exporter${path.slice(1)}";`
    );
    writeFileSync(join(folder, "all.ts"), imports.join("\n"));
    const failed: string[] = [];
    for (const version of TYPESCRIPTS) {
      await Promise.all(
        Object.entries(ENVIRONMENTS).map(async ([name, environment]) => {
          const config = `tsconfig.${version}.${name}.json`;
          const options = { strict: true, noEmit: true, skipLibCheck: false, module: "nodenext", target: "es2022" };
          const compilerOptions = { ...options, ...environment };
          writeFileSync(join(folder, config), JSON.stringify({ compilerOptions, files: ["all.ts"] }));
          const compiler = `node_modules/typescript-${version}/bin/tsc`;
          const args = ["node", compiler, "-p", config];
          await execute(args, { cwd: folder }).catch(({ message }) => failed.push(`${version} ${name}: ${message}`));
        }),
      );
    }
    assertEquals(failed, []);
  });
});
