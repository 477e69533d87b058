import { test } from "node:test";
import { assertEquals, assertRejects } from "@std/assert";
import { type Platform, type RunOptions, runWith, serveWith } from "../../src/entry/_serve_with.ts";

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

test("serve() names what it may not do, for ports and for paths", async () => {
  for (
    const [address, reason] of [
      [{ port: 80 }, "permission denied; choose a port >= 1024"],
      [{ path: "/run/shop.sock" }, "choose a path in a folder that exists and that this user may write to"],
    ] as const
  ) {
    const platform: Platform = {
      compressions: [],
      network: { resolve: () => Promise.resolve([]), fetchAt: () => undefined },
      listen: () => Promise.reject(Object.assign(new Error("listen EACCES"), { code: "EACCES" })),
      onSignal: () => () => {},
      exit: () => {},
    };
    await assertRejects(
      () => serveWith(platform, { name: "shop", fetch: () => new Response() }, address),
      Error,
      reason,
    );
  }
});
