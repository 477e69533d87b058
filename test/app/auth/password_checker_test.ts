import { describe, it, test } from "node:test";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { compare } from "bcryptjs";
import type { Clock } from "../../../src/model/clock.ts";
import { until } from "../../support/until.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { isBcryptHash } from "../../../src/app/auth/credentials.ts";
import { PasswordChecker } from "../../../src/app/auth/password_checker.ts";

const ALICE = `$2b$10$${"a".repeat(53)}`;
const BOB = `$2y$12$${"b".repeat(53)}`;
const USERS = { alice: ALICE, bob: BOB };

interface Sample {
  readonly calls: (readonly [password: string, hash: string])[];
  readonly checker: PasswordChecker;
}

/** Everybody's password is `right`, also that of the hash for those who are not known. */
function sample(clock?: Clock): Sample {
  const calls: [string, string][] = [];
  const checker = new PasswordChecker((password, hash) => {
    calls.push([password, hash]);
    return Promise.resolve(password === "right");
  }, clock);
  return { calls, checker };
}

describe("PasswordChecker.check()", () => {
  it("compares once for each answer, whoever asks", async () => {
    for (
      const [user, password, isRight] of [["alice", "right", true], ["alice", "wrong", false], [
        "eve",
        "right",
        false,
      ]] as const
    ) {
      const { calls, checker } = sample();
      assertEquals(await checker.check(USERS, user, password), isRight);
      assertEquals(calls.length, 1);
    }
  });

  it("compares the password of an unknown user with a hash as costly as the costliest usual one", async () => {
    const { calls, checker } = sample();
    await checker.check(USERS, "eve", "wrong");
    const [, decoy = ""] = calls[0] ?? [];
    assertMatch(decoy, /^\$2b\$12\$/);
    assertEquals(isBcryptHash(decoy), true);
    assertEquals(await compare("wrong", decoy.replace("$12$", "$04$")), false);
  });

  it("knows no users whom nobody put down", async () => {
    for (const user of ["__proto__", "constructor", "toString", "hasOwnProperty", "", "Alice", "alice "]) {
      const { calls, checker } = sample();
      assertEquals([user, await checker.check(USERS, user, "right"), calls.length], [user, false, 1]);
    }
  });

  it("knows users with any name", async () => {
    for (const user of ["__proto__", "constructor", "", "ä b"]) {
      assertEquals(await sample().checker.check(Object.fromEntries([[user, ALICE]]), user, "right"), true);
    }
  });

  it("never makes an unknown user as expensive as a hash of extreme cost", async () => {
    const { calls, checker } = sample();
    await checker.check({ admin: ALICE.replace(/^\$2[aby]\$\d\d/, "$2b$18") }, "eve", "wrong");
    assertMatch(calls[0]?.[1] ?? "", /^\$2b\$12\$/);
  });

  it("checks passwords of known users first", async () => {
    const order: string[] = [];
    let open = () => {};
    const opened = new Promise<void>((resolve) => open = resolve);
    const checker = new PasswordChecker(async (password) => {
      order.push(password);
      await opened;
      return false;
    });
    const unknown = [1, 2, 3].map((i) => checker.check(USERS, `eve ${i}`, `unknown ${i}`));
    await until(() => order.length === 1);
    const known = checker.check(USERS, "alice", "known");
    await new Promise((resolve) => setTimeout(resolve, 100)); // it waits for its turn
    open();
    await Promise.all([...unknown, known]);
    assertEquals(order.indexOf("known"), 1, order.join());
  });

  it("remembers what was right, and for ten seconds what was wrong", async () => {
    const clock = new ManualClock();
    const { calls, checker } = sample(clock);
    for (let i = 0; i < 3; i++) assertEquals(await checker.check(USERS, "alice", "right"), true);
    assertEquals(calls.length, 1);
    for (let i = 0; i < 3; i++) assertEquals(await checker.check(USERS, "alice", "wrong"), false);
    for (let i = 0; i < 3; i++) assertEquals(await checker.check(USERS, "eve", "right"), false);
    assertEquals(calls.length, 3);
    clock.elapsedMs += 10_000;
    assertEquals(await checker.check(USERS, "alice", "wrong"), false);
    assertEquals(calls.length, 4);
  });

  it("forgets who has gone or has another password", async () => {
    const { calls, checker } = sample();
    await checker.check(USERS, "alice", "right");
    assertEquals(await checker.check({ bob: BOB }, "alice", "right"), false);
    await checker.check({ alice: BOB }, "alice", "right");
    assertEquals(calls.map(([, hash]) => hash.slice(0, 12)), [ALICE.slice(0, 12), "$2b$12$ThisS", BOB.slice(0, 12)]);
  });

  it("does not take one pair for another that is written alike", async () => {
    const { calls, checker } = sample();
    const users = { "a": ALICE, "a:b": ALICE, 'a","': ALICE };
    await checker.check(users, "a", "right");
    assertEquals(await checker.check(users, "a:b", "wrong"), false);
    assertEquals(await checker.check(users, 'a","', "wrong"), false);
    assertEquals(calls.length, 3);
  });

  it("compares one after the other, and the same only once", async () => {
    let running = 0;
    let calls = 0;
    const checker = new PasswordChecker(async () => {
      calls++;
      assertEquals(++running, 1);
      await new Promise((resolve) => setTimeout(resolve));
      running--;
      return true;
    });
    const passwords = ["a", "b", "a", "c", "b", "a"];
    const answers = await Promise.all(passwords.map((password) => checker.check(USERS, "alice", password)));
    assertEquals([answers, calls], [passwords.map(() => true), 3]);
  });

  it("gives no answer where too many wait, and answers again later", async () => {
    let open = (_isRight: boolean) => {};
    const opened = new Promise<boolean>((resolve) => open = resolve);
    const checker = new PasswordChecker(() => opened);
    const waiting = Array.from({ length: 150 }, (_, i) => checker.check(USERS, "alice", `password ${i}`));
    let refused = 0;
    for (const answering of waiting) {
      void answering.then((answer) => {
        if (answer === undefined && ++refused === 130) open(false);
      });
    }
    const answers = await Promise.all(waiting);
    assertEquals(answers.filter((answer) => answer === false).length, 20);
    assertEquals(answers.filter((answer) => answer === undefined).length, 130);
    assertEquals(await checker.check(USERS, "alice", "one more"), false);
  });

  it("answers a known user however many unknown ones wait", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => open = resolve);
    const checker = new PasswordChecker(async (password) => {
      await opened;
      return password === "right";
    });
    const unknown = Array.from({ length: 30 }, (_, i) => checker.check(USERS, `eve ${i}`, "wrong"));
    let refused = 0;
    await new Promise<void>((resolve) => {
      for (const answering of unknown) {
        void answering.then((answer) => answer === undefined && ++refused === 10 && resolve());
      }
    });
    const known = checker.check(USERS, "alice", "right");
    open();
    assertEquals(await known, true);
    assertEquals((await Promise.all(unknown)).filter((answer) => answer === undefined).length, 10);
  });

  it("remembers a hundred at most", async () => {
    const { calls, checker } = sample();
    const users = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`user ${i}`, ALICE]));
    for (let round = 0; round < 2; round++) {
      for (const user of Object.keys(users)) await checker.check(users, user, "right");
    }
    assertEquals(calls.length >= 200, true, `${calls.length} comparisons`);
  });

  it("goes on after a comparison that failed", async () => {
    let isBroken = true;
    const checker = new PasswordChecker(() => isBroken ? Promise.reject(new Error("broken")) : Promise.resolve(true));
    await assertRejects(() => checker.check(USERS, "alice", "right"), Error, "broken");
    isBroken = false;
    assertEquals(await checker.check(USERS, "alice", "right"), true);
  });
});

test("PasswordChecker pauses after each check for as long as it took, so that others get their turn", async (t) => {
  const pauses: unknown[] = [];
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((then: () => void, ms: number) => {
    pauses.push(ms);
    queueMicrotask(then);
  }) as never; // no timer is needed
  t.after(() => globalThis.setTimeout = setTimeout);
  const clock = new ManualClock();
  const durations = [50, 80, 15_000];
  const checker = new PasswordChecker(() => {
    clock.elapsedMs += durations[pauses.length] ?? 0;
    return Promise.resolve(false);
  }, clock);
  for (const password of ["a", "b", "c"]) await checker.check({}, "nobody", password);
  for (let i = 0; i < 20; i++) await undefined;
  assertEquals(pauses, [50, 80, 200]);
});
