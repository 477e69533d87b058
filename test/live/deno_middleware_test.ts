import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { serve } from "../../src/entry/deno.ts";
import { instrumentHandler } from "../../src/middleware/instrument_handler.ts";
import { Registry } from "../../src/registry/registry.ts";
import { valueOf } from "../../src/testing/value_of.ts";
import { measuredServerContract } from "../contract/measured_server.ts";

interface DenoLike {
  upgradeWebSocket(request: Request): { readonly socket: WebSocket; readonly response: Response };
}

const { Deno: deno } = globalThis as unknown as { readonly Deno: DenoLike };

measuredServerContract(serve);

test("instrumentHandler() counts an upgrade to WebSocket as 101, once", async () => {
  const registry = new Registry();
  const handle = instrumentHandler((request: Request) => {
    const { socket, response } = deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  }, { registry, sizes: true });
  await using server = await serve({ fetch: handle }, { port: 0, hostname: "127.0.0.1" });
  const socket = new WebSocket(server.url.replace("http", "ws"));
  const echo = new Promise((resolve) => socket.onmessage = ({ data }) => resolve(data));
  socket.onopen = () => socket.send("hello");
  assertEquals(await echo, "hello");
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  const labels = { method: "GET", route: "unmatched", status: 101 };
  assertEquals(await valueOf(registry, "http_requests_total", labels), 1);
  assertEquals(await valueOf(registry, "http_requests_in_flight"), 0);
});
