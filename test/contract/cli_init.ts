import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { execute, start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { RUN_CLI, type Runtime } from "../support/runtimes.ts";
import { makeStarter } from "../support/starter.ts";

/** What `webprom init` owes: what it writes runs, and its test passes. */
export function cliInitContract(runtime: Runtime): void {
  describe("webprom init", () => {
    it("writes an exporter that runs, and whose test passes", async () => {
      await using temporary = await makeFolder();
      const starter = await makeStarter(temporary.path, runtime, runtime);
      const { folder } = starter;
      await execute(await starter.command("test"), { cwd: folder });
      await using child = start(await starter.command("start"), { cwd: folder, env: { PORT: "0" } });
      const { port } = new URL(await child.url);
      const response = await fetch(`http://127.0.0.1:${port}/metrics`);

      assertMatch(await response.text(), /^shop_queue_jobs\{queue="mail"\} 3$/m);
    });

    it("overwrites nothing", async () => {
      await using temporary = await makeFolder();
      const starter = await makeStarter(temporary.path, runtime, runtime);
      const file = join(starter.folder, "exporter.ts");
      const text = await readFile(file, "utf8");
      await using child = start([...RUN_CLI[runtime], "init", "--name=other", starter.folder]);

      assertEquals([await child.ended, child.stdout], [2, ""]);
      assertMatch(child.stderr, /^Cannot write [^\n]*exporter\.ts[^\n]*choose another folder\n$/);
      assertEquals(await readFile(file, "utf8"), text);
    });
  });
}
