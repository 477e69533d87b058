/** Runs the tests that run everywhere inside workerd, and states each outcome as a test of the process that drives it. */
import { test } from "node:test";
import { everywhere } from "./files.ts";
import { startWorker } from "./worker.ts";
import type { Outcome } from "./workerd_shim.ts";

const source = `
  ${everywhere().map((file) => `import "${file}";`).join("\n")}
  import { run } from "node:test";

  export default { fetch: async () => Response.json(await run()) };
`;
const { worker, restoreStack } = await startWorker(source, {
  alias: { "node:test": "./test/runner/workerd_shim.ts" },
  withNodeModules: true,
});
const response = await worker.dispatchFetch("http://localhost/");
const answer = await response.text();
await worker.dispose();
if (!response.ok) throw new Error(answer);

for (const { name, skip = false, error } of JSON.parse(answer) as readonly Outcome[]) {
  test(name, { skip }, () => {
    if (error) throw new Error(restoreStack(error));
  });
}
