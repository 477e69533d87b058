import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { guard, type GuardOptions, type GuardRules, SECURITY_HEADERS } from "@webprom/exporter/app";
import { sha256 } from "../../../src/app/auth/password_checker.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { property } from "../../support/property.ts";

const users = { alice: `$2b$10$${"a".repeat(53)}` };
const ALICE = `Basic ${btoa("alice:swordfish")}`;

interface Sample {
  /** The passwords that were compared. */
  readonly compared: readonly string[];
  /** How many requests got through. */
  readonly passed: () => number;
  ask(authorization?: string, path?: string): Promise<Response>;
}

function sample(rules: GuardRules | (() => GuardRules), options: GuardOptions = {}): Sample {
  const compared: string[] = [];
  let passed = 0;
  const compare = (password: string) => {
    compared.push(password);
    return Promise.resolve(password === "swordfish");
  };
  const handle = guard(
    () => {
      passed++;
      return new Response("hello", { headers: { "x-frame-options": "none", "x-test": "a" } });
    },
    rules,
    { compare, ...options },
  );
  return {
    compared,
    passed: () => passed,
    async ask(authorization, path = "/metrics") {
      const headers: HeadersInit = authorization === undefined ? {} : { authorization };
      return await handle(new Request(`http://localhost${path}`, { headers }));
    },
  };
}

async function statusesOf(answers: Iterable<Promise<Response>>): Promise<number[]> {
  return (await Promise.all(answers)).map(({ status }) => status);
}

describe("guard()", () => {
  it("lets everything through without rules, and changes nothing", async () => {
    const response = new Response("hello");
    const server = { isDraining: false };
    const request = new Request("http://localhost/");
    const handle = guard((...args) => {
      assertEquals(args.length, 2);
      assertStrictEquals(args[0], request);
      assertStrictEquals(args[1], server);
      return response;
    }, {});
    assertStrictEquals(await handle(request, server), response);
  });

  it("lets in users with their passwords", async () => {
    const { ask, passed } = sample({ users });
    assertEquals(await (await ask(ALICE)).text(), "hello");
    assertEquals(passed(), 1);
  });

  it("answers 401 to all others, and asks the handler nothing", async () => {
    const { ask, passed } = sample({ users });
    for (
      const authorization of [
        undefined,
        "",
        `Basic ${btoa("alice:wrong")}`,
        `Basic ${btoa("eve:swordfish")}`,
        "Bearer a",
      ]
    ) {
      const response = await ask(authorization);
      assertEquals([response.status, response.headers.get("www-authenticate")], [401, "Basic"]);
      assertEquals([response.headers.get("content-type"), await response.text()], [
        "text/plain; charset=utf-8",
        "Unauthorized\n",
      ]);
    }
    assertEquals(passed(), 0);
  });

  it("exempts no path", async () => {
    const { ask } = sample({ users });
    for (const path of ["/", "/-/healthy", "/-/ready", "/metrics", "/config", "/favicon.ico", "//metrics"]) {
      assertEquals([path, (await ask(undefined, path)).status], [path, 401]);
    }
  });

  it("compares a password for known and unknown users alike, and none where there are no credentials", async () => {
    for (
      const [credentials, count] of [["alice:wrong", 1], ["eve:wrong", 1], ["eve:swordfish", 1], ["alice", 0]] as const
    ) {
      const { ask, compared } = sample({ users });
      await ask(`Basic ${btoa(credentials)}`);
      assertEquals([credentials, compared.length], [credentials, count]);
    }
    const { ask, compared } = sample({ users });
    await ask();
    assertEquals(compared, []);
  });

  it("lets in bearers of a token", async () => {
    const { ask, compared } = sample({
      tokens: { other: await sha256("a"), prometheus: (await sha256("b")).toUpperCase() },
    });
    assertEquals(await statusesOf([ask("Bearer a"), ask("bearer b")]), [200, 200]);
    for (const authorization of [undefined, "Bearer", "Bearer c", `Bearer ${await sha256("a")}`, ALICE]) {
      const response = await ask(authorization);
      assertEquals([response.status, response.headers.get("www-authenticate")], [401, "Bearer"]);
    }
    assertEquals(compared, []);
  });

  it("takes either where there are users and tokens", async () => {
    const { ask } = sample({ users, tokens: { prometheus: await sha256("a") } });
    assertEquals(await statusesOf([ask(ALICE), ask("Bearer a")]), [200, 200]);
    assertEquals((await ask()).headers.get("www-authenticate"), "Basic, Bearer");
  });

  it("sets headers in place of those of the handler, also where it refuses", async () => {
    const { ask } = sample({ users, headers: { "X-Frame-Options": "deny", "X-XSS-Protection": "0" } });
    const namesOf = ({ headers }: Response) =>
      ["x-frame-options", "x-xss-protection", "x-test"].map((name) => headers.get(name));
    assertEquals(namesOf(await ask(ALICE)), ["deny", "0", "a"]);
    assertEquals(namesOf(await ask()), ["deny", "0", null]);
  });

  it("sets headers of answers that come from elsewhere", async () => {
    const frozen = Response.redirect("http://localhost/a", 302);
    const handle = guard(() => frozen, { headers: SECURITY_HEADERS });
    const { status, headers } = await handle(new Request("http://localhost/"));
    assertEquals([status, headers.get("location"), headers.get("x-frame-options")], [
      302,
      "http://localhost/a",
      "deny",
    ]);
  });

  it("answers 429 beyond the rate limit, before anything else", async () => {
    const clock = new ManualClock();
    const rateLimit = { intervalMs: 2500, burst: 2 };
    const { ask, compared } = sample({ users, rateLimit, headers: { "X-Frame-Options": "deny" } }, { clock });
    assertEquals(await statusesOf([ask(), ask()]), [401, 401]);
    const response = await ask(ALICE);
    assertEquals([response.status, await response.text()], [429, "Too Many Requests\n"]);
    assertEquals([response.headers.get("retry-after"), response.headers.get("x-frame-options")], ["3", null]);
    assertEquals(compared, []);
    clock.elapsedMs = 2500;
    assertEquals(await statusesOf([ask(ALICE), ask(ALICE)]), [200, 429]);
  });

  it("follows rules that change, and keeps count of requests while the rate limit stays", async () => {
    const clock = new ManualClock();
    let rules: GuardRules = { users, rateLimit: { intervalMs: 1000, burst: 2 } };
    const { ask } = sample(() => rules, { clock });
    assertEquals((await ask()).status, 401);
    rules = { rateLimit: { intervalMs: 1000, burst: 2 } };
    assertEquals(await statusesOf([ask(), ask()]), [200, 429]);
    rules = { rateLimit: { intervalMs: 1000, burst: 3 } };
    assertEquals(await statusesOf([ask(), ask(), ask(), ask()]), [200, 200, 200, 429]);
    rules = {};
    assertEquals((await ask()).status, 200);
  });

  it("leaves errors of the handler to the server", async () => {
    const handle = guard(() => Promise.reject(new Error("broken")), {});
    await assertRejects(async () => await handle(new Request("http://localhost/")), Error, "broken");
  });

  it("asks for no credentials on public paths, and limits their rate", async () => {
    const rules = {
      tokens: { a: await sha256("x") },
      publicPaths: ["/-/healthy"],
      rateLimit: { intervalMs: 1000, burst: 2 },
    };
    const guarded = guard(() => new Response("hello"), rules, { clock: new ManualClock() });
    const statusOf = async (path: string) => (await guarded(new Request(`http://localhost${path}`))).status;
    assertEquals([await statusOf("/-/healthy?a"), await statusOf("/-/healthy/"), await statusOf("/-/healthy")], [
      200,
      401,
      429,
    ]);
  });

  it("rejects every request if none may arrive at once, as Go does", async () => {
    const guarded = guard(() => new Response("hello"), { rateLimit: { intervalMs: 1000, burst: 0 } });
    assertEquals((await guarded(new Request("http://localhost/"))).status, 429);
  });

  it("rejects rules that nobody can follow", () => {
    const handle = () => new Response();
    const compare = () => Promise.resolve(true);
    assertThrows(
      () => guard(handle, { users: { alice: "swordfish" } }, { compare }),
      TypeError,
      'user "alice" must be a bcrypt',
    );
    assertThrows(() => guard(handle, { users }), TypeError, "Cannot guard: users need the option compare");
    assertThrows(() => guard(handle, { tokens: { a: "b" } }), TypeError, 'token "a" must be a SHA-256');
    assertThrows(
      () => guard(handle, { rateLimit: { intervalMs: -1, burst: 1 } }),
      RangeError,
      "intervalMs must be >= 0",
    );
    assertThrows(() => guard(handle, { rateLimit: { intervalMs: 1, burst: -1 } }), RangeError, "burst must be >= 0");
  });

  it("tells no password in its errors", () => {
    const error = assertThrows(() => guard(() => new Response(), { users: { alice: "swordfish" } }), TypeError);
    assertEquals(error.message.includes("swordfish"), false);
  });
});

property("guard() lets nobody in by a header that is not right", async (random) => {
  const parts = [
    "Basic ",
    "Bearer ",
    btoa("alice:"),
    btoa("alice:wrong"),
    btoa("alice"),
    ALICE.slice(6, -1),
    ",",
    " ",
    "=",
    "\t",
    "ÿ",
  ];
  const authorization = random.list(random.below(6), () => random.pick(parts)).join("");
  const { ask, passed } = sample({ users, tokens: { a: await sha256("b") } });
  assertEquals([(await ask(authorization)).status, passed()], [401, 0]);
});
