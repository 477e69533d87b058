import { VERSION } from "./version.ts";

const PACKAGE = "@webprom/exporter";

/** Runtimes of new exporters. */
export const RUNTIME_NAMES = ["deno", "bun", "node", "workers"] as const;

/** Runtime of a new exporter. */
export type StarterRuntime = typeof RUNTIME_NAMES[number];

/** The npm scripts and development dependencies of a new exporter, by runtime. */
const SCRIPTS: Readonly<Record<Exclude<StarterRuntime, "deno">, object>> = {
  bun: {
    scripts: { start: "bun bun.ts", test: "bun test" },
    devDependencies: { "@types/node": "^20", typescript: "^5" },
  },
  node: {
    scripts: { start: "node --import=tsx node.ts", test: "node --import=tsx --test exporter_test.ts" },
    devDependencies: { "@types/node": "^20", tsx: "^4", typescript: "^5" },
  },
  workers: {
    scripts: {
      start: "wrangler dev",
      deploy: "wrangler deploy",
      test: "node --import=tsx --test exporter_test.ts",
    },
    devDependencies: { "@types/node": "^20", tsx: "^4", typescript: "^5", wrangler: "^4" },
  },
};

/** Returns the files of a new exporter: contents by path. */
export function starterFiles(name: string, runtime: StarterRuntime): Record<string, string> {
  const common = { "exporter.ts": exporterModule(name), "exporter_test.ts": testModule(name) };
  const npm = { ".gitignore": "node_modules/\n", "tsconfig.json": tsconfig() };
  switch (runtime) {
    case "deno":
      return { ...common, "deno.ts": runModule("deno"), "deno.json": denoConfig() };
    case "bun":
    case "node":
      return { ...common, ...npm, [`${runtime}.ts`]: runModule(runtime), "package.json": packageJson(name, runtime) };
    case "workers":
      return {
        ...common,
        ...npm,
        ".gitignore": "node_modules/\n.wrangler/\n",
        "worker.ts": `export { default } from "./exporter.ts";\n`,
        "wrangler.jsonc": wranglerConfig(name),
        "package.json": packageJson(name, runtime),
      };
  }
}

function exporterModule(name: string): string {
  return `import { type MetricFamily, Registry } from "${PACKAGE}";
import { defineExporter } from "${PACKAGE}/app";

export const registry = new Registry();

/** Call \`jobs.inc({ queue: "mail" })\` when a job is done. */
export const jobs = registry.counter({
  name: "${name}_jobs_total",
  help: "Jobs done, by queue.",
  labelNames: ["queue"],
});

/** Runs on every scrape. If it fails, the other metrics are still served. */
registry.register({ name: "queues", collect: collectQueues });

/** Read your data source here: \`await fetch(url, { signal })\`, a database, a device. */
function collectQueues(): MetricFamily[] {
  const waiting = { mail: 3, print: 0 };
  return [{
    type: "gauge",
    name: "${name}_queue_jobs",
    help: "Jobs waiting, by queue.",
    points: Object.entries(waiting).map(([queue, value]) => ({ labels: { queue }, value })),
  }];
}

export default defineExporter({ name: "${name}", registry });
`;
}

function testModule(name: string): string {
  return `import assert from "node:assert/strict";
import { test } from "node:test";
import { lint } from "${PACKAGE}/lint";
import exporter, { jobs, registry } from "./exporter.ts";

test("the exporter serves counted and collected metrics", async () => {
  jobs.inc({ queue: "mail" });
  const response = await exporter.fetch(new Request("http://localhost/metrics"));
  const lines = (await response.text()).split("\\n");

  assert.equal(response.status, 200);
  assert.ok(lines.includes('${name}_jobs_total{queue="mail"} 1'));
  assert.ok(lines.includes('${name}_queue_jobs{queue="mail"} 3'));
});

test("the metrics follow the conventions", async () => {
  assert.deepEqual(lint(await registry.gather()), []);
});
`;
}

function runModule(runtime: "bun" | "deno" | "node"): string {
  const environment = runtime === "deno" ? "" : `import process from "node:process";\n`;
  const port = runtime === "deno" ? `Deno.env.get("PORT")` : "process.env.PORT";
  return `${environment}import { run } from "${PACKAGE}/${runtime}";
import exporter from "./exporter.ts";

await run(exporter, { port: Number(${port} ?? 9464) });
`;
}

function denoConfig(): string {
  return jsonOf({
    tasks: { start: "deno run --allow-net --allow-env=PORT deno.ts", test: "deno test" },
    imports: { [PACKAGE]: `jsr:${PACKAGE}@^${VERSION}` },
  });
}

function packageJson(name: string, runtime: Exclude<StarterRuntime, "deno">): string {
  return jsonOf({
    name: `${name.replaceAll("_", "-")}-exporter`,
    private: true,
    type: "module",
    ...SCRIPTS[runtime],
    dependencies: { [PACKAGE]: `^${VERSION}` },
  });
}

function tsconfig(): string {
  return jsonOf({
    compilerOptions: {
      target: "es2022",
      module: "nodenext",
      lib: ["es2023", "esnext.disposable", "dom", "dom.iterable"],
      types: ["node"],
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      verbatimModuleSyntax: true,
    },
  });
}

function wranglerConfig(name: string): string {
  return jsonOf({ name: `${name.replaceAll("_", "-")}-exporter`, main: "worker.ts", compatibility_date: "2026-07-01" });
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
