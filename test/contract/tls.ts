import net from "node:net";
import { before, describe, it } from "node:test";
import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import type { ClientAuth, TlsOptions, TlsSource } from "../../src/app/tls/tls_options.ts";
import type { Servable, ServeOptions, Server } from "../../src/entry/deno.ts";
import { askHttp2, askTls, type TlsQuestion } from "../support/ask_tls.ts";
import { type Authority, type Identity, makeAuthority } from "../support/certificates.ts";
import { within } from "../support/within.ts";
import { connectTls, refuses } from "./connection.ts";

const LIMIT_MS = 5000;
const hostname = "127.0.0.1";
/** OpenSSL talks TLS before 1.2 at its lowest level only; what Bun has knows no levels. */
const OLD_CIPHERS = "Bun" in globalThis ? "DEFAULT" : "DEFAULT@SECLEVEL=0";

/** Who talks to whom in these tests. */
interface Cast {
  readonly authority: Authority;
  readonly server: Identity;
  readonly renewed: Identity;
  readonly client: Identity;
  readonly stranger: Identity;
}

/** TLS that a test changes. */
class ChangingTls implements TlsSource {
  readonly #listeners = new Set<(tls: TlsOptions) => void>();
  current: TlsOptions;

  constructor(current: TlsOptions) {
    this.current = current;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  onChange(listen: (tls: TlsOptions) => void): () => void {
    this.#listeners.add(listen);
    return () => void this.#listeners.delete(listen);
  }

  change(tls: TlsOptions): void {
    this.current = tls;
    for (const listen of this.#listeners) listen(tls);
  }
}

/** What `serve()` owes over TLS, whatever the runtime. It runs in the runtime itself. */
export function tlsContract(
  serve: (app: Servable, options: ServeOptions) => Promise<Server>,
  { choosesCipherSuites = true }: { readonly choosesCipherSuites?: boolean } = {},
): void {
  let cast: Cast;
  let requests = 0;
  const app: Servable = {
    name: "sample",
    fetch: (request) => {
      requests++;
      return new Response(`hello ${request.url}`);
    },
  };

  // Not at the top level, where all tests of the process would wait for it.
  async function makeCast(): Promise<void> {
    const authority = await makeAuthority("authority");
    const others = await makeAuthority("others");
    cast = {
      authority,
      server: await authority.issue({ name: "server" }),
      renewed: await authority.issue({ name: "renewed" }),
      client: await authority.issue({ name: "client", names: [[0x82, "client.test"]] }),
      stranger: await others.issue({ name: "stranger", names: [[0x82, "client.test"]] }),
    };
  }

  function serveTls(tls: Partial<TlsOptions> = {}): Promise<Server> {
    return serve(app, { port: 0, hostname, tls: { ...cast.server, ...tls } });
  }
  function ask({ url }: Server, question: Partial<TlsQuestion> = {}): ReturnType<typeof askTls> {
    return within(LIMIT_MS, askTls(url, { ca: cast.authority.cert, ...question }));
  }
  /** Whether the app was asked, and answered. */
  async function isLetIn(server: Server, client?: Identity): Promise<boolean> {
    const before = requests;
    const status = await ask(server, { client }).then((answer) => answer.status, () => 0);
    assertEquals(requests - before, status === 200 ? 1 : 0);
    return status === 200;
  }

  describe("serve() with TLS", () => {
    before(makeCast);

    it("answers by HTTPS at the address that it tells", async () => {
      await using server = await serveTls();

      assertMatch(server.url, /^https:\/\/127\.0\.0\.1:[1-9]\d*\/$/);
      const { status, text, server: name, protocol } = await ask(server);
      assertEquals([status, text, name, protocol], [200, `hello ${server.url}`, "server", "TLSv1.3"]);
    });

    it("talks HTTP/2 to those who can", async () => {
      await using server = await serveTls();

      const answer = await within(LIMIT_MS, askHttp2(server.url, { ca: cast.authority.cert }));
      assertEquals(answer, { status: 200, text: `hello ${server.url}` });
    });

    it("talks no HTTP/2 where it is told not to", async () => {
      await using server = await serveTls({ http2: false });

      await assertRejects(() => within(LIMIT_MS, askHttp2(server.url, { ca: cast.authority.cert })));
      assertEquals((await ask(server)).status, 200);
    });

    it("talks the versions of TLS that it may", async () => {
      await using any = await serveTls();
      await using newest = await serveTls({ minVersion: "TLS13" });
      await using older = await serveTls({ maxVersion: "TLS12" });

      assertEquals((await ask(any, { maxVersion: "TLSv1.2" })).protocol, "TLSv1.2");
      await assertRejects(() => ask(newest, { maxVersion: "TLSv1.2" }));
      assertEquals((await ask(older)).protocol, "TLSv1.2");
      await assertRejects(() => ask(older, { minVersion: "TLSv1.3" }));
    });

    it("takes the cipher suites and curves that it may, and all of TLS 1.3, or says that it cannot", async () => {
      const cipherSuites = ["TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"];
      const curvePreferences = ["CurveP256"] as const;
      if (!choosesCipherSuites) {
        const rejected = { cipherSuites, http2: false };
        await assertRejects(() => serveTls(rejected), Error, "Deno does not support tls.cipherSuites");
        await assertRejects(() => serveTls({ curvePreferences }), Error, "Deno does not support tls.curvePreferences");
        return;
      }
      await assertRejects(() => serveTls({ cipherSuites }), Error, "which HTTP/2 needs");
      await using server = await serveTls({ cipherSuites, curvePreferences, http2: false });

      assertEquals((await ask(server)).protocol, "TLSv1.3");
      const suite = { maxVersion: "TLSv1.2" } as const;
      assertEquals((await ask(server, { ...suite, ciphers: "ECDHE-ECDSA-CHACHA20-POLY1305" })).status, 200);
      await assertRejects(() => ask(server, { ...suite, ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" }));
    });

    it("talks old versions of TLS only if it must, or says that it cannot", async () => {
      const old = { minVersion: "TLS10", maxVersion: "TLS11" } as const;
      if (!choosesCipherSuites) {
        await assertRejects(() => serveTls(old), Error, "Deno does not support tls.maxVersion TLS11");
        return;
      }
      await using server = await serveTls(old);
      await using usual = await serveTls();

      const question = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: OLD_CIPHERS } as const;
      assertEquals((await ask(server, question)).protocol, "TLSv1.1");
      await assertRejects(() => ask(usual, question));
    });

    it("survives clients that do not talk TLS", async () => {
      await using server = await serveTls();
      for (const text of ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\x16\x03\x01", "\0".repeat(1000), ""]) {
        const socket = net.connect(Number(new URL(server.url).port), hostname);
        socket.on("error", () => {}).write(text);
        await new Promise((resolve) => socket.once("connect", resolve));
        if (text.startsWith("GET")) {
          let received = "";
          socket.on("data", (piece) => received += piece);
          await within(LIMIT_MS, new Promise((resolve) => socket.once("close", resolve)));
          if (choosesCipherSuites) {
            assertMatch(received, /^HTTP\/1\.0 400 [^]*Client sent an HTTP request to an HTTPS server/);
          }
        }
        socket.destroy();
      }

      assertEquals((await ask(server)).status, 200);
    });

    it("rejects a port in use", async () => {
      await using server = await serveTls();
      const port = Number(new URL(server.url).port);

      const tls = new ChangingTls(cast.server);
      await assertRejects(() => serve(app, { port, hostname, tls }), Error, "port is in use");
      assertEquals(tls.listeners, 0);
    });

    it("rejects certificates that are none", async () => {
      for (const tls of [{ cert: "a" }, { key: "a" }]) {
        await assertRejects(() => serveTls(tls), Error, "Cannot serve sample on 127.0.0.1:0: ");
      }
    });
  });

  describe("serve() with certificates of clients", () => {
    before(makeCast);

    const expected: Readonly<Record<ClientAuth, readonly [none: boolean, client: boolean, stranger: boolean]>> = {
      NoClientCert: [true, true, true],
      RequestClientCert: [true, true, true],
      RequireAnyClientCert: [false, true, true],
      VerifyClientCertIfGiven: [true, true, false],
      RequireAndVerifyClientCert: [false, true, false],
    };
    for (const [clientAuth, isWelcome] of Object.entries(expected) as [ClientAuth, readonly boolean[]][]) {
      it(`lets in whom it should, and no others: ${clientAuth}`, async () => {
        await using server = await serveTls({ clientAuth, clientCa: cast.authority.cert });

        const { client, stranger } = cast;
        const answers = [await isLetIn(server), await isLetIn(server, client), await isLetIn(server, stranger)];
        assertEquals(answers, isWelcome);
      });
    }

    it("lets in those alone who bear a name that is on the list", async () => {
      const { authority, client } = cast;
      const tls = { clientAuth: "RequireAndVerifyClientCert", clientCa: authority.cert } as const;
      await using server = await serveTls({ ...tls, clientAllowedSans: ["other.test", "client.test"] });
      await using strict = await serveTls({ ...tls, clientAllowedSans: ["other.test"] });
      const joined = await authority.issue({ name: "joined", names: [[0x82, "a, DNS:other.test, DNS:b"]] });

      assertEquals([await isLetIn(server, client), await isLetIn(strict, client)], [true, false]);
      assertEquals(await isLetIn(strict, joined), false);
    });

    it("lets in those over HTTP/2 as well, and no others", async () => {
      const { authority, client, stranger } = cast;
      await using server = await serveTls({ clientAuth: "RequireAndVerifyClientCert", clientCa: authority.cert });

      const askAs = (client?: Identity) => within(LIMIT_MS, askHttp2(server.url, { ca: authority.cert, client }));
      assertEquals((await askAs(client)).status, 200);
      await assertRejects(() => askAs(stranger));
      await assertRejects(() => askAs());
    });
  });

  describe("serve() with TLS that changes", () => {
    before(makeCast);

    it("shows a new certificate to new connections, and keeps the old ones", async () => {
      const tls = new ChangingTls(cast.server);
      await using server = await serve(app, { port: 0, hostname, tls });
      using kept = await connectTls(server.url, cast.authority.cert);
      kept.send("GET /one HTTP/1.1\r\nHost: sample\r\n\r\n");
      await within(LIMIT_MS, kept.sees("sample/one"));

      tls.change(cast.renewed);
      assertEquals((await ask(server)).server, "renewed");
      kept.send("GET /two HTTP/1.1\r\nHost: sample\r\n\r\n");
      await within(LIMIT_MS, kept.sees("sample/two"));
    });

    it("does not harm an answer that is half sent", async () => {
      const tls = new ChangingTls(cast.server);
      const { readable, writable } = new TextEncoderStream();
      const writer = writable.getWriter();
      let asked = () => {};
      const isAsked = new Promise<void>((resolve) => asked = resolve);
      const fetchOf = () => {
        asked();
        return new Response(readable);
      };
      await using server = await serve({ fetch: fetchOf }, { port: 0, hostname, tls });

      const answer = ask(server);
      await within(LIMIT_MS, isAsked);
      await writer.write("first half, ");
      tls.change(cast.renewed);
      await writer.write("second half");
      await writer.close();
      assertEquals((await answer).text, "first half, second half");
    });

    it("asks clients for certificates from then on", async () => {
      const { authority, server: identity, client, stranger } = cast;
      const tls = new ChangingTls(identity);
      await using server = await serve(app, { port: 0, hostname, tls });

      assertEquals(await isLetIn(server), true);
      tls.change({ ...identity, clientAuth: "RequireAndVerifyClientCert", clientCa: authority.cert });
      assertEquals([await isLetIn(server), await isLetIn(server, client), await isLetIn(server, stranger)], [
        false,
        true,
        false,
      ]);
      tls.change(identity);
      assertEquals(await isLetIn(server), true);
    });

    it("lets nobody in on a session from before", async () => {
      const { authority, server: identity, client } = cast;
      const others = await makeAuthority("others");
      const strict = { ...identity, clientAuth: "RequireAndVerifyClientCert" } as const;
      const cases: readonly (readonly [TlsOptions, Identity | undefined, TlsOptions])[] = [
        [identity, undefined, { ...strict, clientCa: authority.cert }],
        [{ ...strict, clientCa: authority.cert }, client, { ...strict, clientCa: others.cert }],
      ];
      for (const [before, who, later] of cases) {
        for (const maxVersion of ["TLSv1.2", undefined] as const) {
          const tls = new ChangingTls(before);
          await using server = await serve(app, { port: 0, hostname, tls });
          const question = { client: who, ...maxVersion ? { maxVersion } : {} };
          const { session } = await ask(server, question);
          assertEquals((await ask(server, { ...question, session })).status, 200);
          tls.change(later);
          const asked = requests;
          await assertRejects(() => ask(server, { ...question, session }));
          assertEquals(requests, asked);
        }
      }
    });

    it("goes on as it was where the new one cannot be used", async () => {
      const tls = new ChangingTls(cast.server);
      await using server = await serve(app, { port: 0, hostname, tls });

      assertThrows(
        () => tls.change({ ...cast.server, cert: "none" }),
        TypeError,
        "tls.cert does not contain a PEM certificate",
      );
      assertThrows(
        () => tls.change({ ...cast.server, key: cast.client.key }),
        TypeError,
        "tls.key does not match",
      );
      assertThrows(
        () => tls.change({ ...cast.server, http2: false }),
        TypeError,
        "tls.http2 cannot be turned on or off",
      );
      assertEquals((await ask(server)).server, "server");
    });

    it("listens to changes as long as it serves", async () => {
      const tls = new ChangingTls(cast.server);
      const server = await serve(app, { port: 0, hostname, tls });
      assertEquals(tls.listeners, 1);
      await server.close();
      assertEquals(tls.listeners, 0);
    });
  });

  describe("Server.close() with TLS", () => {
    before(makeCast);

    it("waits for an answer that the app is still working on, and for nothing else", async () => {
      let answer = () => {};
      let asked = () => {};
      const isAsked = new Promise<void>((resolve) => asked = resolve);
      const isAnswered = new Promise<void>((resolve) => answer = resolve);
      const fetchOf = async ({ url }: Request) => {
        if (!url.endsWith("/slow")) return new Response("quick");
        asked();
        await isAnswered;
        return new Response("late but whole");
      };
      const server = await serve({ fetch: fetchOf }, { port: 0, hostname, tls: cast.server });
      using kept = await connectTls(server.url, cast.authority.cert);
      const silent = net.connect(Number(new URL(server.url).port), hostname).on("error", () => {});
      try {
        kept.send("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
        await within(LIMIT_MS, kept.sees("quick"));
        const late = within(LIMIT_MS, askTls(`${server.url}slow`, { ca: cast.authority.cert }));
        await within(LIMIT_MS, isAsked);
        let isClosed = false;
        const closing = server.close().then(() => isClosed = true);
        await refuses(server.url);
        assertEquals(isClosed, false);
        answer();
        assertEquals((await late).text, "late but whole");
        await within(LIMIT_MS, Promise.all([closing, kept.ended]));
      } finally {
        silent.destroy();
      }
    });

    it("does not wait for a client of HTTP/2 that keeps its connection", async () => {
      const { connect } = await import("node:http2");
      const server = await serveTls();
      const session = connect(server.url, { ca: cast.authority.cert });
      session.on("error", () => {});
      const ended = new Promise((resolve) => session.once("close", () => resolve(true)));
      const stream = session.request({ ":path": "/" });
      for await (const _ of stream);
      await within(LIMIT_MS, server.close());
      await within(LIMIT_MS, ended);
    });
  });
}
