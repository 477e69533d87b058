import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { guardedFetch, type GuardedFetchOptions } from "../../src/app/targets/guarded_fetch.ts";
import type { Network } from "../../src/app/targets/network.ts";
import { TargetError } from "../../src/app/targets/target_error.ts";
import type { ClientTls } from "../../src/app/tls/client_tls.ts";
import { makeAuthority } from "../support/certificates.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";

const LIMIT_MS = 10_000;

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A target that behaves in some way, and whether anybody is connected to it. */
class Target implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(behave: Behaviour): Promise<Target> {
    const server = createServer(behave).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Target(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Waits until nobody is connected. */
  async isLeft(): Promise<void> {
    await until(() =>
      new Promise((resolve) => this.#server.getConnections((_error, count) => resolve((count ?? 0) === 0)))
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** What the network of an entrypoint owes. It runs in the runtime itself. */
export function networkContract(network: Network): void {
  /** Every name leads to this machine, which may be asked. */
  const local: Network = { ...network, resolve: () => Promise.resolve(["127.0.0.1"]) };

  function fetchOf(options: GuardedFetchOptions = {}) {
    return guardedFetch({ network: local, allow: ["127.0.0.1"], ...options });
  }

  /** Asks a target that behaves so, and tells what came of it; afterwards nobody may be connected to it. */
  async function ask(behave: Behaviour, options: GuardedFetchOptions = {}, init: RequestInit = {}): Promise<string> {
    await using target = await Target.start(behave);
    const answer = async () => {
      try {
        const response = await fetchOf(options)(`http://pinned.example:${target.port}/a?b`, init);
        return `${response.status} ${await response.text()}`;
      } catch (error) {
        if (!(error instanceof TargetError)) throw error;
        return error.message.replace(/^Cannot reach target ".*?": /, "");
      }
    };
    const text = await within(LIMIT_MS, answer());
    await within(LIMIT_MS, target.isLeft());
    return text;
  }

  describe("network.fetchAt() by TLS", () => {
    it("trusts the server that it is told to, and shows it a certificate", async () => {
      const authority = await makeAuthority("Test authority");
      const client = await authority.issue({ name: "scraper" });
      const options = {
        ...await authority.issue({ name: "localhost" }),
        ca: authority.cert,
        requestCert: true,
        rejectUnauthorized: true,
      };
      const server = createTlsServer(options, (_request, response) => response.end("hello")).listen(0, "127.0.0.1");
      await once(server, "listening");
      const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const ask = (tls?: ClientTls) =>
        within(LIMIT_MS, fetchOf()(url, { tls }).then((response) => response.text(), (error) => error.name));
      try {
        assertEquals(await ask({ ca: authority.cert, ...client }), "hello");
        assertEquals(await ask({ ca: authority.cert, ...client, serverName: "localhost" }), "hello");
        assertEquals(await ask({ rejectUnauthorized: false, ...client }), "hello");
        assertEquals(await ask({ ca: authority.cert, ...client, serverName: "other.example" }), "TargetError");
        assertEquals(await ask({ ca: authority.cert }), "TargetError");
        assertEquals(await ask(client), "TargetError");
        assertEquals(await ask(), "TargetError");
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  });

  describe("network.fetchAt()", () => {
    it("connects to the address it is told, and asks for the name", async () => {
      const seen = await ask(({ headers, method, url }, response) => response.end(`${method} ${url} ${headers.host}`));
      assertEquals(seen.replace(/\d+$/, "port"), "200 GET /a?b pinned.example:port");
    });

    it("sends method, headers and body", async () => {
      const echo: Behaviour = async (request, response) => {
        let body = "";
        for await (const chunk of request) body += chunk;
        response.writeHead(201, { "x-a": ["1", "2"] }).end(`${request.method} ${request.headers["x-b"]} ${body}`);
      };
      const init = { method: "PUT", headers: { "x-b": "3" }, body: "hello" };
      assertEquals(await ask(echo, {}, init), "201 PUT 3 hello");
    });

    it("hands on headers that come more than once", async () => {
      await using target = await Target.start((_request, response) =>
        response.writeHead(200, { "x-a": ["1", "2"] }).end()
      );
      const response = await fetchOf()(`http://pinned.example:${target.port}/`);
      assertEquals([response.headers.get("x-a"), await response.text()], ["1, 2", ""]);
    });

    it("hands on answers without a body", async () => {
      assertEquals(await ask((_request, response) => response.writeHead(204).end()), "204 ");
      assertEquals(await ask((_request, response) => response.end("hello"), {}, { method: "HEAD" }), "200 ");
    });

    it("hands on a large body whole", async () => {
      const [status, body] = (await ask((_request, response) => response.end("x".repeat(5_000_000)))).split(" ");
      assertEquals([status, body?.length], ["200", 5_000_000]);
    });

    it("reads no further than it is read itself", async () => {
      let sent = 0;
      let isFull = false;
      await using target = await Target.start((_request, response) => {
        const chunk = new Uint8Array(1_000_000);
        const send = () => {
          while (sent < 500_000_000 && response.write(chunk)) sent += chunk.length;
          isFull = true;
        };
        response.on("drain", send);
        send();
      });
      const response = await fetchOf({ maxBytes: Infinity })(`http://pinned.example:${target.port}/`);
      const reader = response.body?.getReader();
      await reader?.read();
      let seen = 0;
      await until(() => {
        const isStill = isFull && sent === seen;
        seen = sent;
        return isStill;
      });
      assertLess(sent, 100_000_000);
      await reader?.cancel();
      await within(LIMIT_MS, target.isLeft());
    });
  });

  describe("guardedFetch() and targets that misbehave", () => {
    const chunk = "x".repeat(1000);
    const endless: Behaviour = (_request, response) => {
      const timer = setInterval(() => response.write(chunk), 1);
      response.once("close", () => clearInterval(timer));
    };

    it("gives up a target that does not answer", async () => {
      assertEquals(await ask(() => {}, { timeoutMs: 50 }), "it did not respond within 50 ms");
    });

    it("gives up a target that does not end", async () => {
      assertEquals(await ask(endless, { timeoutMs: 100 }), "reading its response timed out");
    });

    it("gives up a target that sends too much", async () => {
      assertEquals(await ask(endless, { maxBytes: 5000 }), "its response is larger than 5000 bytes");
      const announced: Behaviour = (_request, response) => response.end("x".repeat(5_000_000));
      assertEquals(await ask(announced, { maxBytes: 5000 }), "its response is larger than 5000 bytes");
    });

    it("gives up a target that hangs up", async () => {
      assertStringIncludes(await ask((request) => void request.socket.destroy()), "");
      const half: Behaviour = (request, response) => {
        response.writeHead(200, { "content-length": "100" }).write("half");
        setTimeout(() => request.socket.destroy(), 20);
      };
      const text = await ask(half);
      assertEquals(text.startsWith("200"), false, text);
    });

    it("gives up a target that does not speak HTTP", async () => {
      const text = await ask((request) => void request.socket.end("SSH-2.0-OpenSSH_9.2p1\r\n"));
      assertEquals(text.startsWith("200"), false, text);
    });

    it("gives up a target that does not speak TLS", async () => {
      await using target = await Target.start((_request, response) => response.end("hello"));
      const url = `https://pinned.example:${target.port}/`;
      const error = await within(LIMIT_MS, assertRejects(() => fetchOf()(url), TargetError));
      assertEquals(error.isForbidden, false);
      await within(LIMIT_MS, target.isLeft());
    });

    it("gives up a target that is not there", async () => {
      const target = await Target.start(() => {});
      const { port } = target;
      await target[Symbol.asyncDispose]();
      const error = await assertRejects(() => fetchOf()(`http://pinned.example:${port}/`), TargetError);
      assertStringIncludes(error.message, "ECONNREFUSED");
    });

    const packed = (body: string, encoding = "gzip"): Behaviour => (_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(gzipSync(body));

    it("says who asks, and unpacks what is packed", async () => {
      assertEquals(await ask(packed("hello")), "200 hello");
      const behave: Behaviour = ({ headers }, response) =>
        response.end(`${headers["accept-encoding"]} ${/^webprom\/\d/.test(headers["user-agent"] ?? "")}`);
      assertEquals(await ask(behave), "200 gzip true");
    });

    it("limits the size of what it unpacks", async () => {
      assertEquals(
        await ask(packed("x".repeat(10_000_000)), { maxBytes: 5000 }),
        "its response is larger than 5000 bytes",
      );
    });

    it("does not unpack what it did not ask for packed", async () => {
      assertEquals(await ask(packed("bomb", "br")), 'response has the encoding "br", which was not requested');
    });

    it("follows redirects, and none to where it may not", async () => {
      const turn = (location: string): Behaviour => ({ url }, response) => {
        if (url === "/b") response.end("hello");
        else response.writeHead(302, { location }).end("moved");
      };
      assertEquals(await ask(turn("/b")), "200 hello");
      assertEquals(await ask(turn("/c")), "it redirects more than 5 times");
      assertStringIncludes(await ask(turn("http://127.0.0.2/b")), "127.0.0.2 is a loopback address");
    });
  });

  describe("network.resolve()", () => {
    it("finds this machine", async () => {
      const addresses = await network.resolve("localhost");
      assertEquals(addresses.filter((address) => !["127.0.0.1", "::1"].includes(address)), []);
      assertEquals(addresses.length > 0, true);
      await assertRejects(() => guardedFetch({ network })("http://localhost/"), TargetError, "is a loopback address");
    });

    it("rejects a name that nobody has", async () => {
      await assertRejects(() => network.resolve("nobody.invalid"));
    });
  });
}
