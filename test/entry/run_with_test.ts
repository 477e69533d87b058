import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { type Platform, type RunOptions, runWith } from "../../src/entry/_serve_with.ts";

/** Runs an app on a platform that listens to nothing, and closes it with SIGTERM. */
async function listenedTo(options?: RunOptions): Promise<{ addresses: unknown[]; codes: number[] }> {
  const addresses: unknown[] = [];
  const codes: number[] = [];
  const platform: Platform = {
    compressions: [],
    network: { resolve: () => Promise.resolve([]), fetchAt: () => undefined },
    listen(address) {
      addresses.push(address);
      return { port: "port" in address ? address.port : undefined, close: () => Promise.resolve() };
    },
    onSignal(signal, handle) {
      if (signal === "SIGTERM") queueMicrotask(handle);
      return () => {};
    },
    exit: (code) => codes.push(code),
  };
  await runWith(platform, { name: "shop", fetch: () => new Response() }, options ?? {});
  return { addresses, codes };
}

test("run() listens on port 9464 unless another is given", async () => {
  assertEquals(await listenedTo(), { addresses: [{ port: 9464, hostname: "::" }], codes: [0] });
  assertEquals(await listenedTo({ port: undefined }), { addresses: [{ port: 9464, hostname: "::" }], codes: [0] });
  assertEquals(await listenedTo({ port: 8080 }), { addresses: [{ port: 8080, hostname: "::" }], codes: [0] });
});
