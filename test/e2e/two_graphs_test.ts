import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { build } from "esbuild";
import { execute } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";

const COMMANDS = {
  bun: [resolve("node_modules/.bin/bun")],
  deno: [process.execPath, "run", "--allow-read"],
  node: ["node"],
};

/** Loads both bundles, and one of them again, as hot reload does. */
const PROGRAM = `
const first = await import("./first.mjs");
const second = await import("./second.mjs");
await first.count("a");
await second.count("a");
const again = await import("./second.mjs?again");
await again.count("b");
console.log(await first.count("b"));
`;

for (const [runtime, command] of Object.entries(COMMANDS)) {
  test(`two bundles share one registry on ${runtime}`, async () => {
    await using folder = await makeFolder();
    const source = await readFile("test/e2e/two_graphs/part.ts", "utf8");
    const changed = source.replace('"Orders."', '"Orders processed."').replace(
      '"Duration."',
      '"Duration, in seconds."',
    );
    for (const [name, contents] of [["first", source], ["second", changed]] as const) {
      await build({
        stdin: { contents, resolveDir: "test/e2e/two_graphs", loader: "ts" },
        bundle: true,
        format: "esm",
        outfile: join(folder.path, `${name}.mjs`),
        alias: { "@webprom/exporter": resolve("mod.ts") },
      });
    }
    await writeFile(join(folder.path, "program.mjs"), PROGRAM);
    const output = await execute([...command, "program.mjs"], { cwd: folder.path });
    const lines = output.split("\n").filter((line) => /orders|HELP|seconds_count/.test(line));
    assertEquals(lines, [
      "# HELP app_orders_total Orders processed.",
      "# TYPE app_orders_total counter",
      'app_orders_total{part="a"} 4',
      'app_orders_total{part="b"} 4',
      "# HELP app_seconds Duration, in seconds.",
      "app_seconds_count 4",
    ]);
  });
}
