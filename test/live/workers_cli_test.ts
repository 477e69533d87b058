import { join } from "node:path";
import { test } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { startWorker } from "../runner/worker.ts";
import { execute } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { makeStarter } from "../support/starter.ts";

test("webprom init writes an exporter that runs as a Worker, and whose test passes", async () => {
  await using temporary = await makeFolder();
  const starter = await makeStarter(temporary.path, "workers", "deno");
  await execute(await starter.command("test"), { cwd: starter.folder });
  const { worker } = await startWorker(`export { default } from ${JSON.stringify(join(starter.folder, "worker.ts"))};`);
  try {
    const response = await worker.dispatchFetch("http://localhost/metrics");

    assertEquals(response.status, 200);
    assertMatch(await response.text(), /^shop_queue_jobs\{queue="mail"\} 3$/m);
  } finally {
    await worker.dispose();
  }
});
