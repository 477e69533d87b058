import { after, describe, it } from "node:test";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import { type Mailbox, type MailboxListener, type SharedRegistry, shareRegistry } from "@webprom/exporter/share";
import { valueOf } from "@webprom/exporter/testing";
import { Random } from "../support/property.ts";
import { until } from "../support/until.ts";

/** An isolate of these tests: a registry of its own, shared through a mailbox of its own. */
interface Isolate {
  readonly registry: Registry;
  readonly shared: SharedRegistry;
  readonly mailbox: Mailbox;
}

/** What every mailbox owes: exact totals, whatever happens to messages and isolates. */
export function describeMailbox(name: string, make: (group: string) => Mailbox): void {
  describe(`shareRegistry() through ${name}`, () => {
    const isolates: Isolate[] = [];
    let groups = 0;
    const newGroup = () =>
      `test-${Date.now().toString(36)}-${Math.floor(Math.random() * 2 ** 32).toString(36)}-${++groups}`;

    after(async () => {
      for (const { shared } of isolates) await shared.close();
    });

    async function open(
      group: string,
      { faults, ...options }: { faults?: Random; timeoutMs?: number } = {},
    ): Promise<Isolate> {
      const registry = new Registry();
      const mailbox = faults === undefined ? make(group) : new FaultyMailbox(make(group), faults);
      const shared = await shareRegistry(registry, { mailbox, flushSeconds: 0.05, ...options });
      isolates.push({ registry, shared, mailbox });
      return { registry, shared, mailbox };
    }

    function count({ registry }: Isolate, amount = 1): void {
      registry.counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"] }).inc({ queue: "mail" }, amount);
      registry.histogram({ name: "sizes", help: "Sizes.", buckets: [1, 10], native: { factor: 1.1 } }).observe(amount);
      registry.gauge({ name: "workers", help: "Workers." }).set(1);
    }

    const total = ({ shared }: Isolate) => valueOf(shared, "jobs_total", { queue: "mail" }).catch(() => undefined);
    const peers = ({ shared }: Isolate, state: string) => valueOf(shared, "webprom_share_peers", { state });

    it("has everybody's numbers, whichever isolate answers", async () => {
      const group = newGroup();
      const all = await Promise.all([1, 2, 3, 4].map(() => open(group)));
      for (let round = 1; round <= 5; round++) {
        for (const isolate of all) count(isolate);
        for (const isolate of all) assertEquals(await total(isolate), round * 4);
      }
      const [first] = all as [Isolate];
      assertEquals([await valueOf(first.shared, "sizes_count"), await valueOf(first.shared, "workers")], [20, 4]);
      assertEquals(await peers(first, "live"), 3);
      const other = await open(newGroup());
      assertEquals([await total(other), await peers(other, "live")], [undefined, 0]);
    });

    it("counts exactly although messages are lost, repeated and late", async () => {
      const group = newGroup();
      const random = new Random(Math.floor(Math.random() * 2 ** 32));
      const all = await Promise.all([1, 2, 3].map(() => open(group, { faults: random })));
      let sum = 0;
      for (let round = 0; round < 20; round++) {
        const amount = 1 + random.below(5);
        sum += amount;
        count(random.pick(all), amount);
        const seen = await total(random.pick(all)) ?? 0;
        assert(seen <= sum, `${seen} > ${sum}`);
      }
      for (const { mailbox } of all) (mailbox as FaultyMailbox).heal();
      for (const isolate of all) await until(async () => await total(isolate) === sum);
    });

    it("keeps the counters of isolates that end, and hands them to new ones", async () => {
      const group = newGroup();
      const first = await open(group);
      count(first);
      await total(first);
      for (let i = 0; i < 100; i++) {
        const isolate = await open(group);
        count(isolate);
        await isolate.shared.close();
      }
      assertEquals([await total(first), await valueOf(first.shared, "workers")], [101, 1]);
      const late = await open(group);
      assertEquals(await total(late), 101);
      await first.shared.close();
      assertEquals(await total(late), 101);
      await assertRejects(() => valueOf(late.shared, "workers"), RangeError, "no series has this name");
    });

    it("keeps what an isolate has sent that ends without a word", async () => {
      const group = newGroup();
      const [first, second] = [await open(group), await open(group)];
      count(first);
      count(second);
      assertEquals(await total(first), 2);
      await second.mailbox.close();
      count(first);
      assertEquals(await total(first), 3);
      const late = await open(group);
      assertEquals(await total(late), 3);
    });

    it("takes the last values of an isolate that does not answer in time", async () => {
      const group = newGroup();
      const [first, second] = [await open(group, { timeoutMs: 100 }), await open(group)];
      count(second, 5);
      assertEquals(await total(first), 5);
      let isBlocked = true;
      second.registry.register({ collect: () => isBlocked ? new Promise(() => {}) : [] });
      second.registry.gauge({ name: "slow", help: "Slow.", read: () => isBlocked ? new Promise(() => {}) : 1 });
      assertEquals([await total(first), await peers(first, "late")], [5, 1]);
      isBlocked = false;
      await until(async () => await peers(first, "late") === 0);
    });

    it("refuses what is no message, and counts it", async () => {
      const group = newGroup();
      const [first, second] = [await open(group), await open(group)];
      count(first);
      count(second);
      assertEquals(await total(first), 2);
      const forger = make(group);
      await forger.open({ receive() {}, reset() {} });
      for (const bytes of [[], [1, 2, 3], [1, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0xc5, 0x9d, 0x1c, 0x81]]) {
        forger.post(Uint8Array.from(bytes));
      }
      await until(async () => (await valueOf(first.shared, "webprom_share_rejected_messages_total") ?? 0) >= 3);
      assertEquals(await total(first), 2);
      await forger.close();
    });

    it("reports metrics that isolates define differently", async () => {
      const group = newGroup();
      const problems: string[] = [];
      const registry = new Registry();
      const shared = await shareRegistry(registry, {
        mailbox: make(group),
        label: "first",
        onProblem: ({ metric, instance, other, message }) =>
          problems.push(`${metric} ${instance} ${other}: ${message}`),
      });
      isolates.push({ registry, shared, mailbox: make(group) });
      registry.histogram({ name: "sizes", help: "Sizes.", buckets: [1, 2] }).observe(1);
      const second = await open(group);
      count(second);
      await expose(shared);
      await expose(shared);
      assertEquals(problems.length, 1);
      assert(/^sizes .*: buckets are /.test(problems[0] ?? ""), problems[0]);
      assertEquals(await valueOf(shared, "webprom_share_conflicts"), 1);
    });

    it("collects what is global only where it is scraped", async () => {
      const group = newGroup();
      const [first, second] = [await open(group), await open(group)];
      const asked: string[] = [];
      for (const [name, { registry }] of Object.entries({ first, second })) {
        registry.register({
          name: "rows",
          collect() {
            asked.push(name);
            return [{ type: "gauge", name: "rows", help: "Rows.", points: [{ labels: {}, value: 7 }] }];
          },
        }, { scope: "global" });
      }
      assertEquals([await valueOf(first.shared, "rows"), asked], [7, ["first"]]);
      assertEquals([await valueOf(second.shared, "rows"), asked], [7, ["first", "second"]]);
    });
  });
}

/** A mailbox that loses, repeats and delays messages, until it is healed. */
class FaultyMailbox implements Mailbox {
  readonly name = "faulty";
  readonly #mailbox: Mailbox;
  readonly #random: Random;
  readonly #late: Uint8Array<ArrayBuffer>[] = [];
  #listener: MailboxListener | undefined;
  #isHealed = false;

  constructor(mailbox: Mailbox, random: Random) {
    this.#mailbox = mailbox;
    this.#random = random;
  }

  async open(listener: MailboxListener): Promise<void> {
    this.#listener = listener;
    await this.#mailbox.open(listener);
  }

  post(message: Uint8Array<ArrayBuffer>): void {
    if (this.#isHealed) return this.#mailbox.post(message);
    if (this.#random.below(4) === 0) this.#late.push(message);
    const times = this.#random.pick([0, 1, 1, 1, 2]);
    for (let i = 0; i < times; i++) this.#mailbox.post(message.slice());
    if (this.#late.length > 0 && this.#random.below(4) === 0) this.#mailbox.post(this.#late.splice(0, 1)[0] as never);
  }

  heal(): void {
    this.#isHealed = true;
    this.#listener?.reset();
  }

  close(): Promise<void> {
    return this.#mailbox.close();
  }
}
