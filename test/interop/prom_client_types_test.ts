import { readFile, rm, writeFile } from "node:fs/promises";
import process from "node:process";
import { test } from "node:test";
import { execute } from "../support/child.ts";

const USAGE = "test/types/prom_client_usage.ts";

// `deno task check` checks it with prom-client itself.
for (const name of ["@webprom/exporter/prom-client", "@prometheus-io/client"]) {
  test(`TypeScript for prom-client compiles with ${name}`, async () => {
    const copy = USAGE.replace(".ts", `_${name.replace(/\W+/g, "_")}.ts`);
    await writeFile(copy, (await readFile(USAGE, "utf8")).replaceAll('"prom-client"', `"${name}"`));
    try {
      await execute([process.execPath, "check", "-q", copy]);
    } finally {
      await rm(copy);
    }
  });
}
