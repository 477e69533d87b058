import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertRejects, assertStrictEquals } from "@std/assert";
import type { Servable, ServeOptions, Server } from "../../src/entry/deno.ts";
import { within } from "../support/within.ts";
import { connect, refuses } from "./connection.ts";

/** Half of the time after which Node by itself drops a connection that the client keeps. */
const LIMIT_MS = 2500;

const hostname = "127.0.0.1";
const app: Servable = { fetch: () => new Response("hello") };

/** What closing a server owes, whatever the runtime. */
export function closeContract(serve: (app: Servable, options: ServeOptions) => Promise<Server>): void {
  describe("Server.close()", () => {
    it("stops listening", async () => {
      const server = await serve(app, { port: 0, hostname });
      await server.close();

      await assertRejects(() => connect(server.url));
    });

    it("does the same once, however often it is called", async () => {
      const server = await serve(app, { port: 0, hostname });
      const closing = server.close();

      assertStrictEquals(server.close(), closing);
      await closing;
      await server.close();
      await server.closed;
      await server[Symbol.asyncDispose]();
    });

    it("waits for an answer that the app is still working on", async () => {
      const asked = gate();
      const answered = gate();
      const fetchOf = () => {
        asked.open();
        return answered.passed.then(() => new Response("late but whole"));
      };
      const server = await serve({ fetch: fetchOf }, { port: 0, hostname });
      using client = await connect(server.url);
      client.send("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
      await asked.passed;

      const closing = server.close();
      await refuses(server.url);
      assertEquals(client.received, "");
      answered.open();
      await within(LIMIT_MS, Promise.all([closing, client.ended]));
      assertMatch(client.received, /^HTTP\/1\.1 200 [^]*\r\n\r\nlate but whole$/);
    });

    it("waits for a body that is half sent", async () => {
      const { readable, writable } = new TextEncoderStream();
      const writer = writable.getWriter();
      const server = await serve({ fetch: () => new Response(readable) }, { port: 0, hostname });
      using client = await connect(server.url);
      client.send("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
      await writer.write("first half, ");
      await client.sees("first half");

      const closing = server.close();
      await refuses(server.url);
      await writer.write("second half");
      await writer.close();
      await within(LIMIT_MS, Promise.all([closing, client.ended]));
      assertMatch(client.received, /first half[^]*second half[^]*\r\n0\r\n\r\n$/);
    });

    it("does not wait for a client that keeps its connection", async () => {
      const server = await serve(app, { port: 0, hostname });
      using client = await connect(server.url);
      client.send("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
      await client.sees("hello");

      await within(LIMIT_MS, server.close());
    });

    it("does not wait for a client that sends nothing", async () => {
      const server = await serve(app, { port: 0, hostname });
      using _client = await connect(server.url);
      await (await fetch(server.url)).text(); // by now that connection is known as well

      await within(LIMIT_MS, server.close());
    });

    it("is what leaving the scope does", async () => {
      const url = await inScope();

      await assertRejects(() => connect(url));

      async function inScope() {
        await using server = await serve(app, { port: 0, hostname });
        return server.url;
      }
    });
  });
}

function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => open = resolve);
  return { passed, open };
}
