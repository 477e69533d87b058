import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { execute } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { RUN_CLI } from "../support/runtimes.ts";
import { within } from "../support/within.ts";
import { assertServesAt, assertWorkerServes, outfit, PROGRAMS, startProgram, withFreePort } from "./programs.ts";

const LIMIT_MS = 20_000;

for (const example of ["collectors_and_probes", "hello", "observed_app"]) {
  const files = await readdir(`examples/${example}`);
  for (const file of files.filter((file) => PROGRAMS.includes(file))) {
    test(`examples/${example}/${file} serves metrics`, async () => {
      await using folder = await makeFolder();
      await cp(`examples/${example}`, folder.path, { recursive: true });
      await outfit(folder.path);
      const path = join(folder.path, file);
      await writeFile(path, withFreePort(await readFile(path, "utf8")));
      await using child = startProgram(folder.path, file);
      await assertServesAt(await within(LIMIT_MS, child.url));
    });
  }
  if (!files.includes("worker.ts")) continue;
  test(`examples/${example}/worker.ts serves metrics`, () => assertWorkerServes(`./examples/${example}/worker.ts`));
}

const entries = await readdir("examples/no_code", { withFileTypes: true });
for (const { name: kind } of entries.filter((entry) => entry.isDirectory())) {
  test(`examples/no_code/${kind}/exporter.yml can be run`, async () => {
    const file = `examples/no_code/${kind}/exporter.yml`;
    const output = await execute([...RUN_CLI.deno, "run", "--config.check", `--config.file=${file}`]);
    assertEquals(output, "Configuration OK\n");
  });
}
