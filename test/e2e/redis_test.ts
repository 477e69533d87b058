import process from "node:process";
import { describe, it } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { redis, type StateStore } from "@webprom/exporter/share";
import { Redis } from "ioredis";
import { MemoryStore } from "../share/_memory_store.ts";
import { type Child, start } from "../support/child.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { Random } from "../support/property.ts";
import { until } from "../support/until.ts";
import { startRedis } from "./databases.ts";
import { missing } from "./programs.ts";

const APPS = {
  "ioredis on Node": [["node", "--import=tsx"], "ioredis"],
  "redis on Node": [["node", "--import=tsx"], "redis"],
  "ioredis on Deno": [[process.execPath, "run", "-A"], "ioredis"],
  "redis on Deno": [[process.execPath, "run", "-A"], "redis"],
  "ioredis on Bun": [["node_modules/.bin/bun"], "ioredis"],
  "Bun's own client": [["node_modules/.bin/bun"], "bun"],
} as const;

function startApp(name: keyof typeof APPS, url: string): Child {
  const [command, client] = APPS[name];
  return start([...command, "test/e2e/sharing/redis_app.ts"], { env: { REDIS_URL: url, CLIENT: client } });
}

/** Types a command and waits for the answer. */
async function ask(app: Child, line: string): Promise<string> {
  const before = app.stdout.length;
  app.type(line);
  await until(() => app.stdout.slice(before).endsWith("\n"), 20_000);
  return app.stdout.slice(before).trim();
}

describe("redis()", { skip: missing("redis-server") }, () => {
  it("adds up processes of all runtimes and clients, also of those that have ended", async () => {
    await using server = await startRedis();
    await using stack = new AsyncDisposableStack();
    const names = Object.keys(APPS) as (keyof typeof APPS)[];
    const apps = names.map((name) => stack.use(startApp(name, server.url)));
    for (const [i, app] of apps.entries()) assertEquals(await ask(app, `${10 ** i}`), "added", app.stderr);
    for (const app of apps) assertMatch(await ask(app, "read"), /jobs_total 111111"/);
    apps[0]?.kill("SIGKILL");
    apps[1]?.type("end");
    assertEquals(await apps[1]?.ended, 0);
    for (const app of apps.slice(2)) assertMatch(await ask(app, "read"), /jobs_total 111111"/);
    for (const app of apps.slice(2)) app.type("end");
    for (const app of apps.slice(2)) assertEquals(await app.ended, 0);
    await using later = startApp("redis on Node", server.url);
    await ask(later, "5");
    assertMatch(await ask(later, "read"), /jobs_total 111116"/);
  });

  it("is not waited for when it hangs, and may lose everything", async () => {
    await using server = await startRedis();
    await using one = startApp("ioredis on Node", server.url);
    await using other = startApp("ioredis on Deno", server.url);
    await ask(one, "2");
    await ask(other, "3");
    assertMatch(await ask(one, "read"), /jobs_total 5".*late\\"} 0"/);
    server.child.kill("SIGSTOP");
    await using unready = startApp("redis on Node", server.url);
    assertMatch(await ask(one, "read"), /jobs_total 5".*late\\"} 1"/);
    server.child.kill("SIGCONT");
    assertEquals(await ask(unready, "1"), "added");
    await until(async () => /jobs_total 6".*late\\"} 0"/.test(await ask(one, "read")));
    const client = new Redis(server.url);
    await client.flushall();
    await until(async () => /jobs_total 6"/.test(await ask(other, "read")), 10_000);
    client.disconnect();
  });

  it("does what a store in memory does", async () => {
    await using server = await startRedis();
    const client = new Redis(server.url);
    const memory = new MemoryStore(new ManualClock());
    const stores: readonly StateStore[] = [redis({ client, name: "a" }), memory];
    const random = new Random(Math.floor(Math.random() * 2 ** 32));
    const epochs: readonly Map<string, string>[] = [new Map(), new Map()];
    // Epochs are named in the order in which they appear.
    const named = (i: number, text: string) =>
      text.replace(/"[^"/]*(?=\/\d+")|(?<="epoch":")[^"]*/g, (epoch) => {
        const name = epoch.replace(/^"/, "");
        const names = epochs[i] as Map<string, string>;
        if (!names.has(name)) names.set(name, `epoch${names.size}`);
        return names.get(name) ?? "";
      });
    const both = async <T>(what: (store: StateStore, i: number) => Promise<T>): Promise<T[]> => {
      const results = await Promise.all(stores.map(what));
      const [one, other] = results.map((result, i) => named(i, JSON.stringify(result, silent)));
      assertEquals(one, other);
      return results;
    };
    await both((store) => store.write({ id: "0", seq: 1, isLast: false, bytes: new Uint8Array([1]) }));
    let versions = (await both((store) => store.read("", new Map()))).map(({ version }) => version);
    for (let step = 0; step < 2000; step++) {
      const id = `${random.below(8)}`;
      const seq = random.below(6) + 1;
      const isLast = random.below(3) === 0;
      const bytes = random.below(3) === 0 ? undefined : new Uint8Array(random.list(9, () => random.below(256)));
      const silentMs = 1e9;
      switch (random.below(4)) {
        case 0:
          versions = (await both((store, i) => store.read(versions[i] ?? "", new Map([[id, seq]])))).map((view) =>
            view.version
          );
          break;
        case 1:
          await both((store, i) =>
            store.retire({ version: versions[i] ?? "", bytes: new Uint8Array([seq]), peers: [{ id, seq }], silentMs })
          );
          break;
        default:
          await both((store) => store.write({ id, seq, isLast, bytes }));
      }
      if (random.below(100) === 0) {
        await client.flushall();
        memory.forget();
        await both((store) => store.write({ id: "0", seq: 1, isLast: false, bytes: new Uint8Array([1]) }));
      }
    }
    client.disconnect();
  });
});

/** Leaves out what depends on time, and sorts what has no order. */
function silent(key: string, value: unknown): unknown {
  if (key === "silentMs") return undefined;
  if (key === "peers") return (value as { id: string }[]).toSorted((one, other) => one.id < other.id ? -1 : 1);
  if (value instanceof Uint8Array) return [...value];
  return value;
}
