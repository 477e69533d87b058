import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { guardedFetch, type GuardedFetchOptions } from "../../../src/app/targets/guarded_fetch.ts";
import type { Hop, Network } from "../../../src/app/targets/network.ts";
import { TargetError } from "../../../src/app/targets/target_error.ts";

const PUBLIC = "93.184.216.34";
const never = new Promise<never>(() => {});

/** What a made-up internet answers, by address. */
type Answers = Readonly<Record<string, (hop: Hop) => Response | Promise<Response>>>;

/** A network that connects where it is told, and remembers what it was asked. */
class FakeNetwork implements Network {
  readonly hops: string[] = [];
  readonly last: { hop?: Hop } = {};
  readonly #answers: Answers;

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  resolve(host: string): Promise<readonly string[]> {
    if (host.endsWith(".private")) return Promise.resolve(["10.0.0.1"]);
    return host === "nowhere.example" ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve([PUBLIC]);
  }

  async fetchAt(hop: Hop, addresses: readonly string[]): Promise<Response> {
    this.hops.push(`${hop.method} ${hop.url.href} at ${addresses}`);
    this.last.hop = hop;
    const answer = this.#answers[hop.url.href];
    if (answer === undefined) throw new TypeError("failed", { cause: new Error("connect ECONNREFUSED") });
    return await answer(hop);
  }
}

function redirect(location: string, status = 302): () => Response {
  return () => new Response("Moved", { status, headers: { location } });
}

function prepare(answers: Answers, options: GuardedFetchOptions = {}) {
  const network = new FakeNetwork(answers);
  return { network, fetch: guardedFetch({ network, ...options }) };
}

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, TargetError)).message.replace(/^Cannot reach target /, "");
}

describe("guardedFetch()", () => {
  it("guardedFetch() asks the addresses that were checked", async () => {
    const { network, fetch } = prepare({
      "http://example.com/a?b": () => new Response("hello", { headers: { "x-a": "1" } }),
    });
    const response = await fetch("http://example.com/a?b");
    assertEquals([response.status, response.url, response.headers.get("x-a")], [200, "http://example.com/a?b", "1"]);
    assertEquals(await response.text(), "hello");
    assertEquals(network.hops, [`GET http://example.com/a?b at ${PUBLIC}`]);
  });

  it("guardedFetch() sends method, headers and body", async () => {
    const { fetch } = prepare({
      "http://example.com/": async ({ method, headers, body }) =>
        Response.json([method, headers.get("x-a"), await new Response(body).text()]),
    });
    const init = { method: "POST", headers: { "x-a": "1" }, body: "hello" };
    const expected = ["POST", "1", "hello"];
    assertEquals(await (await fetch("http://example.com/", init)).json(), expected);
    assertEquals(await (await fetch(new URL("http://example.com/"), init)).json(), expected);
    assertEquals(await (await fetch(new Request("http://example.com/", init))).json(), expected);
  });

  for (const status of [204, 205, 304]) {
    it(`guardedFetch() hands on an answer with status ${status}, which has no body`, async () => {
      const { fetch } = prepare({ "http://example.com/": () => new Response(null, { status }) });
      const response = await fetch("http://example.com/");
      assertEquals([response.status, response.body], [status, null]);
    });
  }

  const refused = [
    "http://10.0.0.1/",
    "http://a.private/",
    "http://2130706433/",
    "file:///etc/passwd",
    "ftp://example.com/",
  ];
  for (const target of refused) {
    it(`guardedFetch() does not ask ${target}`, async () => {
      const { network, fetch } = prepare({});
      const error = await assertRejects(() => fetch(target), TargetError);
      assertEquals([error.isForbidden, network.hops], [true, []]);
    });
  }

  it("guardedFetch() asks what the rules allow", async () => {
    const { fetch } = prepare({ "http://a.private/": () => new Response("hello") }, { allow: ["10.0.0.0/8"] });
    assertEquals(await (await fetch("http://a.private/")).text(), "hello");
    await assertRejects(() => fetch("http://example.com/"), TargetError, "it is not in the allow list");
  });

  it("guardedFetch() rejects what is no absolute URL", async () => {
    const { fetch } = prepare({});
    for (const target of ["", "/path", "example.com"]) await assertRejects(() => fetch(target), TypeError);
  });

  it("guardedFetch() tells what is behind a failure", async () => {
    const { fetch } = prepare({ "http://text.example/": () => Promise.reject("text") });
    const refused = await assertRejects(() => fetch("http://example.com/?secret"), TargetError);
    assertEquals(refused.message, 'Cannot reach target "http://example.com/": connect ECONNREFUSED');
    assertEquals([refused.isForbidden, refused.cause instanceof TypeError], [false, true]);
    assertEquals(await reasonOf(fetch("http://text.example/")), '"http://text.example/": text');
    assertStringIncludes(
      await reasonOf(fetch("http://nowhere.example/")),
      'the DNS lookup of "nowhere.example" failed',
    );
  });

  for (const [name, value] of Object.entries({ maxBytes: -1, maxRedirects: NaN, timeoutMs: 2 ** 31 })) {
    it(`guardedFetch() rejects ${name} of ${value}`, () => {
      assertThrows(
        () => guardedFetch({ [name]: value }),
        RangeError,
        `${name} must be >= 0 and < 2 ** 31, current value is`,
      );
    });
  }
});

describe("guardedFetch() and redirects", () => {
  it("guardedFetch() follows redirects, relative ones too", async () => {
    const { network, fetch } = prepare({
      "http://example.com/a": redirect("b", 301),
      "http://example.com/b": redirect("//example.org/c", 307),
      "http://example.org/c": () => new Response("hello"),
    });
    const response = await fetch("http://example.com/a");
    assertEquals([response.url, await response.text()], ["http://example.org/c", "hello"]);
    assertEquals(network.hops.length, 3);
  });

  const traps = [
    ...[
      "http://127.0.0.1/",
      "http://a.private/",
      "http://169.254.169.254/",
      "//10.0.0.1/",
      "http://0x7f.1/",
      "http://[::1]/",
    ],
    ...["file:///etc/passwd", "http://user:pass@example.com/", "javascript:alert(1)", "ftp://example.com/"],
  ];
  for (const location of traps) {
    it(`guardedFetch() does not follow a redirect to ${location}`, async () => {
      const { network, fetch } = prepare({ "http://example.com/": redirect(location) });
      const error = await assertRejects(() => fetch("http://example.com/"), TargetError);
      assertEquals([error.isForbidden, network.hops.length], [true, 1]);
    });
  }

  it("guardedFetch() follows only so many redirects", async () => {
    const loop = { "http://example.com/": redirect("/") };
    const { network, fetch } = prepare(loop, { maxRedirects: 3 });
    assertStringIncludes(await reasonOf(fetch("http://example.com/")), "it redirects more than 3 times");
    assertEquals(network.hops.length, 4);
    assertStringIncludes(
      await reasonOf(prepare(loop, { maxRedirects: 0 }).fetch("http://example.com/")),
      "more than 0 times",
    );
  });

  it("guardedFetch() reads no body of a redirect", async () => {
    let isCancelled = false;
    const body = new ReadableStream({ cancel: () => void (isCancelled = true) }, { highWaterMark: 0 });
    const { fetch } = prepare({
      "http://example.com/": () => new Response(body, { status: 302, headers: { location: "/b" } }),
      "http://example.com/b": () => new Response("hello"),
    });
    assertEquals([await (await fetch("http://example.com/")).text(), isCancelled], ["hello", true]);
  });

  it("guardedFetch() hands on or rejects redirects where it is told to", async () => {
    const { fetch } = prepare({ "http://example.com/": redirect("http://127.0.0.1/") });
    const response = await fetch("http://example.com/", { redirect: "manual" });
    assertEquals([response.status, response.headers.get("location")], [302, "http://127.0.0.1/"]);
    await response.body?.cancel();
  });

  it("guardedFetch() hands on an answer that says it redirects, but not where", async () => {
    const { fetch } = prepare({ "http://example.com/": () => new Response("hello", { status: 302 }) });
    assertEquals((await fetch("http://example.com/")).status, 302);
  });

  it("guardedFetch() rejects a redirect to what is no URL", async () => {
    const { fetch } = prepare({ "http://example.com/": redirect("http://[") });
    assertStringIncludes(await reasonOf(fetch("http://example.com/")), "it redirects to an invalid URL");
  });

  const methods: readonly (readonly [status: number, method: string, next: string, body: string])[] = [
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [302, "PUT", "PUT", "hello"],
    [303, "PUT", "GET", ""],
    [307, "POST", "POST", "hello"],
    [308, "POST", "POST", "hello"],
  ];
  for (const [status, method, next, body] of methods) {
    it(`guardedFetch() follows a ${status} of ${method} with ${next}`, async () => {
      const { network, fetch } = prepare({
        "http://example.com/": redirect("/b", status),
        "http://example.com/b": () => new Response("hello"),
      });
      await fetch("http://example.com/", { method, body: "hello", headers: { "content-type": "text/plain" } });
      const { hop } = network.last;
      assertEquals([hop?.method, await new Response(hop?.body).text()], [next, body]);
      assertEquals(hop?.headers.has("content-type"), body !== "");
    });
  }

  it("guardedFetch() hands credentials to no other origin", async () => {
    const headers = { authorization: "Bearer secret", cookie: "a=b", "x-a": "1" };
    const { network, fetch } = prepare({
      "http://example.com/a": redirect("/b"),
      "http://example.com/b": () => new Response("hello"),
      "http://example.com/c": redirect("https://example.com/d"),
      "https://example.com/d": () => new Response("hello"),
    });
    await fetch("http://example.com/a", { headers });
    assertEquals(network.last.hop?.headers.get("authorization"), "Bearer secret");
    await fetch("http://example.com/c", { headers });
    assertEquals(["authorization", "cookie", "x-a"].map((name) => network.last.hop?.headers.has(name)), [
      false,
      false,
      true,
    ]);
  });
});

describe("guardedFetch() and limits", () => {
  function endless(): Response {
    return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1000)) }));
  }

  it("guardedFetch() reads an answer no further than it may be long", async () => {
    let isCancelled = false;
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => void (isCancelled = true),
    });
    const { fetch } = prepare({ "http://example.com/": () => new Response(body) }, { maxBytes: 2500 });
    const response = await fetch("http://example.com/");
    assertEquals(await reasonOf(response.text()), '"http://example.com/": its response is larger than 2500 bytes');
    assertEquals(isCancelled, true);
  });

  it("guardedFetch() takes an answer that is as long as it may be", async () => {
    const { fetch } = prepare({ "http://example.com/": () => new Response("hello") }, { maxBytes: 5 });
    assertEquals(await (await fetch("http://example.com/")).text(), "hello");
  });

  it("guardedFetch() does not begin to read an answer that says that it is too long", async () => {
    const answer = () => new Response("hello", { headers: { "content-length": "5000" } });
    const { fetch } = prepare({ "http://example.com/": answer }, { maxBytes: 2500 });
    assertStringIncludes(await reasonOf(fetch("http://example.com/")), "larger than 2500 bytes");
  });

  it("guardedFetch() gives up an answer that does not come", async () => {
    const { network, fetch } = prepare({ "http://example.com/": () => never }, { timeoutMs: 1 });
    assertEquals(await reasonOf(fetch("http://example.com/")), '"http://example.com/": it did not respond within 1 ms');
    assertEquals(network.last.hop?.signal.aborted, true);
  });

  it("guardedFetch() gives up a name that is not found", async () => {
    const fetch = guardedFetch({ network: { resolve: () => never }, timeoutMs: 1 });
    assertStringIncludes(await reasonOf(fetch("http://example.com/")), "it did not respond within 1 ms");
  });

  it("guardedFetch() gives up an answer that does not end", async () => {
    const stuck = () => new Response(new ReadableStream({ pull: () => never }));
    const { network, fetch } = prepare({ "http://example.com/": stuck }, { timeoutMs: 20 });
    const response = await fetch("http://example.com/");
    assertStringIncludes(await reasonOf(response.text()), "reading its response timed out");
    assertEquals(network.last.hop?.signal.aborted, true);
  });

  it("guardedFetch() ends when its caller leaves, with the caller's reason", async () => {
    const { network, fetch } = prepare({ "http://example.com/": () => never });
    const client = new AbortController();
    const fetching = fetch("http://example.com/", { signal: client.signal });
    const reason = new Error("gone");
    client.abort(reason);
    assertStrictEquals(await assertRejects(() => fetching), reason);
    await assertRejects(() => fetch("http://example.com/", { signal: AbortSignal.abort(reason) }));
    assertEquals(network.last.hop?.signal.aborted ?? true, true);
  });

  it("guardedFetch() lets go of an answer that nobody reads on", async () => {
    const { network, fetch } = prepare({ "http://example.com/": endless });
    const response = await fetch("http://example.com/");
    await response.body?.cancel();
    assertEquals(network.last.hop?.signal.aborted, true);
  });
});

describe("guardedFetch() without a network that connects where it is told", () => {
  it("guardedFetch() checks the address before and after, and throws away what came from elsewhere", async () => {
    const addresses = [PUBLIC, "127.0.0.1"];
    let isCancelled = false;
    const body = new ReadableStream({ cancel: () => void (isCancelled = true) }, { highWaterMark: 0 });
    const fetch = guardedFetch({
      network: { resolve: () => Promise.resolve([addresses.shift() ?? ""]) },
      fetch: () => Promise.resolve(new Response(body)),
    });
    assertStringIncludes(await reasonOf(fetch("http://example.com/")), "127.0.0.1 is a loopback address");
    assertEquals(isCancelled, true);
  });

  it("guardedFetch() does the same where the network cannot be told the address for this request", async () => {
    const network = { resolve: () => Promise.resolve([PUBLIC]), fetchAt: () => undefined };
    const fetch = guardedFetch({ network, fetch: () => Promise.resolve(new Response("hello")) });
    assertEquals(await (await fetch("https://example.com/")).text(), "hello");
  });

  it("guardedFetch() follows redirects by hand", async () => {
    const asked: unknown[] = [];
    const fetch = guardedFetch({
      network: {},
      fetch: (url, init) => {
        asked.push([String(url), init?.redirect]);
        return Promise.resolve(asked.length === 1 ? redirect("http://example.org/")() : new Response("hello"));
      },
    });
    assertEquals(await (await fetch("http://example.com/")).text(), "hello");
    assertEquals(asked, [["http://example.com/", "manual"], ["http://example.org/", "manual"]]);
  });

  it("guardedFetch() asks no name without a network", async () => {
    assertStringIncludes(
      await reasonOf(guardedFetch()("http://example.com/")),
      '"example.com" cannot be resolved without a network',
    );
  });

  it("guardedFetch() refuses what is written badly even where nothing can be looked up", async () => {
    const fetch = guardedFetch({ network: {}, fetch: () => Promise.resolve(redirect("http://127.1/")()) });
    assertStringIncludes(await reasonOf(fetch("http://example.com/")), "127.0.0.1 is a loopback address");
    assertStringIncludes(await reasonOf(fetch("http://localhost/")), "127.0.0.1 is a loopback address");
  });
});
