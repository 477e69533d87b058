import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertNotEquals, assertRejects, assertStrictEquals } from "@std/assert";
import type { Host, Servable, ServeOptions, Server } from "../../src/entry/deno.ts";
import { closeContract } from "./close.ts";
import { start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";
import { connect, connectTo } from "./connection.ts";

const hostname = "127.0.0.1";
const app: Servable = { name: "sample", fetch: () => new Response("hello") };

/** What `serve()` owes, whatever the runtime. It runs in the runtime itself. */
export function serverContract(serve: (app: Servable, options: ServeOptions) => Promise<Server>): void {
  const globals = { Request: globalThis.Request, Response: globalThis.Response };

  describe("serve()", () => {
    it("answers at the address that it tells", async () => {
      await using server = await serve(app, { port: 0 });

      assertMatch(server.url, /^http:\/\/localhost:[1-9]\d*\/$/);
      assertEquals(await textOf(server.url), "hello");
    });

    it("takes a free port for port 0", async () => {
      await using one = await serve(app, { port: 0, hostname });
      await using other = await serve(app, { port: 0, hostname });

      assertNotEquals(one.url, other.url);
    });

    it("hands the request to the app as it came", async () => {
      const echo = async (request: Request) => {
        const { pathname, search } = new URL(request.url);
        return Response.json([request.method, pathname, search, request.headers.get("x-test"), await request.text()]);
      };
      await using server = await serve({ fetch: echo }, { port: 0, hostname });

      const response = await fetch(`${server.url}a%20b?c=d`, { method: "POST", headers: { "x-test": "e" }, body: "f" });
      assertEquals(await response.json(), ["POST", "/a%20b", "?c=d", "e", "f"]);
    });

    it("answers clients of HTTP/1.0, which name no host", async () => {
      const echo = (request: Request) => new Response(request.url);
      await using server = await serve({ fetch: echo }, { port: 0, hostname });
      using client = await connect(server.url);
      client.send("GET /a?b HTTP/1.0\r\n\r\n");
      await client.ended;

      assertMatch(client.received, /^HTTP\/1\.\d 200 [^]*\r\n\r\nhttp:\/\/[\w.:]+\/a\?b$/);
    });

    it("answers 400 where the host is none, and does not ask the app", async (t) => {
      t.mock.method(console, "error", () => {});
      await using server = await serve(app, { port: 0, hostname });
      for (const host of ["[", 'a b"<c>']) {
        using client = await connect(server.url);
        client.send(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
        await client.ended;

        assertMatch(client.received, /^HTTP\/1\.1 400 /);
      }
    });

    it("listens on a Unix socket", async () => {
      await using folder = await makeFolder();
      const path = `${folder.path}/app.sock`;
      const answer: Servable["fetch"] = (_request, host) => new Response(`${host?.unixSocket}`);
      {
        await using server = await serve({ fetch: answer }, { path });
        assertEquals(server.url, `unix:${path}`);
        using client = await connectTo(path);
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        await client.ended;
        assertMatch(client.received, new RegExp(`^HTTP/1\\.1 200 [^]*${path}`));
        await assertRejects(() => serve(app, { path }), Error, "another server uses the socket");
      }
      await assertRejects(() => connectTo(path));
      assertEquals(existsSync(path), false);
    });

    it("replaces the socket of a server that has ended, and no other file", async () => {
      await using folder = await makeFolder();
      const path = `${folder.path}/app.sock`;
      await leaveSocket(path);
      {
        await using _server = await serve(app, { path });
        using _client = await connectTo(path);
      }
      await writeFile(path, "mine");
      await assertRejects(() => serve(app, { path }), Error, "the path is that of another file");
      assertEquals(await readFile(path, "utf8"), "mine");
    });

    it("leaves the socket of a server that is too busy to accept", async () => {
      await using folder = await makeFolder();
      const path = `${folder.path}/app.sock`;
      const block = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)";
      const options = JSON.stringify({ path, backlog: 1 });
      const script = `require("net").createServer().listen(${options}, () => { console.log("full"); ${block}; })`;
      await using busy = start(["node", "-e", script]);
      await until(() => busy.stdout !== "");
      const clients: Disposable[] = [];
      const queued = () => within(5000, connectTo(path).then((client) => clients.push(client), () => undefined));
      while (await queued() !== undefined); // fills its queue

      await assertRejects(() => serve(app, { path }), Error, "another server uses the socket");
      assertEquals(existsSync(path), true);
      for (const client of clients) client[Symbol.dispose]();
    });

    it("speaks of paths if it cannot listen on one", async () => {
      await using folder = await makeFolder();
      const path = `${folder.path}/none/app.sock`;
      await assertRejects(() => serve(app, { path }), Error, "choose a path in a folder that exists");
    });

    it("rejects two addresses at once", async () => {
      for (const both of [{ port: 0, path: "/a" }, { path: "/a", fd: 3 }, { path: "/a", hostname }]) {
        await assertRejects(() => serve(app, both as ServeOptions), TypeError, "only one of port, path and fd");
      }
      await assertRejects(() => serve(app, { path: "" }), TypeError, "path must not be empty");
      await assertRejects(() => serve(app, { fd: 1 }), RangeError, "fd must be an integer >= 3");
    });

    it("tells the app with each request what the runtime can do", async () => {
      const told: unknown[] = [];
      const answer: Servable["fetch"] = (_request, { compressions = [], network = {} }: Partial<Host> = {}) => {
        told.push(compressions.some(({ encoding }) => encoding === "gzip"), Object.keys(network).sort());
        return new Response("with runtime");
      };
      await using server = await serve({ ...app, fetch: answer }, { port: 0, hostname });

      assertEquals(await textOf(server.url), "with runtime");
      assertEquals(told, [true, ["fetchAt", "resolve"]]);
    });

    it("calls fetch() as a method of the app", async () => {
      class Greeter {
        readonly greeting = "good day";
        fetch() {
          return new Response(this.greeting);
        }
      }
      await using server = await serve(new Greeter(), { port: 0, hostname });

      assertEquals(await textOf(server.url), "good day");
    });

    it("sends status, headers and a body of bytes as the app gave them", async () => {
      const answer = () => new Response(Uint8Array.of(0, 255), { status: 418, headers: { "x-test": "a" } });
      await using server = await serve({ fetch: answer }, { port: 0, hostname });

      const { status, headers, body } = await fetchAll(server.url);
      assertEquals([status, headers.get("x-test"), [...body]], [418, "a", [0, 255]]);
    });

    it("answers 500 and does not tell why where the app throws or rejects", async (t) => {
      t.mock.method(console, "error", () => {});
      const secret = new Error("the password is swordfish");
      const thrower = () => {
        throw secret;
      };
      for (const fetchOf of [thrower, () => Promise.reject(secret)]) {
        await using server = await serve({ fetch: fetchOf }, { port: 0, hostname });

        const response = await fetch(server.url);
        assertEquals([response.status, await response.text()], [500, "Internal server error\n"]);
      }
    });

    it("leaves the global Request and Response alone", async () => {
      await using server = await serve(app, { port: 0, hostname });
      await textOf(server.url);

      assertStrictEquals(globalThis.Request, globals.Request);
      assertStrictEquals(globalThis.Response, globals.Response);
    });

    it("rejects a port that is no port", async () => {
      for (const port of [-1, 65_536, 1.5, NaN, "80" as unknown as number]) {
        await assertRejects(() => serve(app, { port }), RangeError, "port must be an integer from 0 to 65535");
      }
    });

    it("rejects a time to drain that is none", async () => {
      for (const drainMs of [-1, NaN]) {
        await assertRejects(() => serve(app, { port: 0, hostname, drainMs }), RangeError, "drainMs must be >= 0");
      }
    });

    it("tells the app whether the server is about to close", async () => {
      const states: (boolean | undefined)[] = [];
      const server: Server = await serve({
        fetch: (_request, host) => {
          states.push(host?.isDraining);
          void server.close();
          states.push(host?.isDraining);
          return new Response();
        },
      }, { port: 0, hostname });
      await textOf(server.url);
      await server.closed;
      assertEquals(states, [false, true]);
    });

    it("rejects a port in use, in words for a user", async () => {
      await using server = await serve(app, { port: 0, hostname });
      const port = Number(new URL(server.url).port);

      const message =
        `Cannot serve sample on 127.0.0.1:${port}: port is in use; choose another port or stop the other program`;
      await assertRejects(() => serve(app, { port, hostname }), Error, message);
    });

    it("rejects an address that is not of this machine", async () => {
      const hostname = "192.0.2.1"; // from a range that is kept for documentation
      await assertRejects(() => serve(app, { port: 0, hostname }), Error, "Cannot serve sample on 192.0.2.1:0: ");
    });
  });

  closeContract(serve);
}

async function fetchAll(url: string): Promise<{ status: number; headers: Headers; body: Uint8Array }> {
  const response = await fetch(url);
  return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) };
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  return await response.text();
}

/** Leaves a socket behind as a process does that is killed. */
async function leaveSocket(path: string): Promise<void> {
  const script = `require("net").createServer().listen(${
    JSON.stringify(path)
  }, () => process.kill(process.pid, "SIGKILL"))`;
  await using child = start(["node", "-e", script]);
  assertEquals(await child.ended, "SIGKILL");
}
