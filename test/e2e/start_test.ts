import { connect } from "node:net";
import process from "node:process";
import { test } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { start } from "../support/child.ts";

const skip = !process.env["CI"] && await isTaken(8080) && "another program listens on port 8080";

test("deno task start serves the app example on http://localhost:8080", { skip }, async () => {
  await using child = start([process.execPath, "task", "start"]);

  assertEquals(await child.url, "http://localhost:8080");
  assertStringIncludes(await textOf("/"), "<h1>app exporter</h1>");
  assertStringIncludes(await textOf("/metrics"), "\napp_active_connections ");
  child.kill("SIGTERM");
  assertEquals(await child.ended, 0);
});

async function textOf(path: string): Promise<string> {
  const response = await fetch(`http://localhost:8080${path}`);
  return await response.text();
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
