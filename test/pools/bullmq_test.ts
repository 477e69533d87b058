import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { bullmqCollector, type BullmqQueue } from "@webprom/exporter/pools";
import { samplesOf } from "./_samples.ts";

function queue(name: string, more: Partial<BullmqQueue> = {}): BullmqQueue {
  return { name, getJobCounts: () => Promise.resolve({ waiting: 3, "waiting-children": 0, failed: 1 }), ...more };
}

describe("bullmqCollector()", () => {
  it("reports the jobs of a queue by state, and whether it is paused", async () => {
    const mail = queue("mail", { isPaused: () => Promise.resolve(true), getWorkersCount: () => Promise.resolve(2) });
    const lines = [
      'bullmq_jobs{queue="mail",state="failed"} 1',
      'bullmq_jobs{queue="mail",state="waiting"} 3',
      'bullmq_jobs{queue="mail",state="waiting-children"} 0',
      'bullmq_queue_paused{queue="mail"} 1',
      'bullmq_up{queue="mail"} 1',
    ];
    assertEquals(await samplesOf(bullmqCollector(mail)), lines);
    assertEquals(await samplesOf(bullmqCollector([mail], { workers: true })), [
      ...lines,
      'bullmq_workers{queue="mail"} 2',
    ]);
  });

  it("reports totals on request", async () => {
    const mail = queue("mail", {
      getMetrics: (type) => Promise.resolve({ meta: { count: type === "failed" ? 1 : 9 } }),
    });
    const lines = await samplesOf(bullmqCollector([mail, queue("without")], { totals: true }));
    assertEquals(lines.filter((line) => line.includes("_total")), [
      'bullmq_jobs_completed_total{queue="mail"} 9',
      'bullmq_jobs_failed_total{queue="mail"} 1',
    ]);
  });

  it("names several queues by themselves, or as it is told", async () => {
    const up = async (queues: Parameters<typeof bullmqCollector>[0]) =>
      (await samplesOf(bullmqCollector(queues))).filter((line) => line.startsWith("bullmq_up"));
    assertEquals(await up([queue("a"), queue("b")]), ['bullmq_up{queue="a"} 1', 'bullmq_up{queue="b"} 1']);
    assertEquals(await up({ one: queue("a"), two: queue("a") }), [
      'bullmq_up{queue="one"} 1',
      'bullmq_up{queue="two"} 1',
    ]);
    assertEquals(await up([]), []);
  });

  it("omits only the values of a queue that fails or is late", async () => {
    const closed = queue("closed", { getJobCounts: () => Promise.reject(new Error("Connection is closed.")) });
    const broken = queue("broken", {
      getJobCounts() {
        throw new Error("no connection");
      },
    });
    const late = queue("late", { isPaused: () => new Promise(() => {}) });
    const lines = await samplesOf(bullmqCollector([closed, broken, late, queue("mail")], { timeoutMs: 20 }));
    assertEquals(lines.filter((line) => !line.includes("mail")), [
      'bullmq_up{queue="broken"} 0',
      'bullmq_up{queue="closed"} 0',
      'bullmq_up{queue="late"} 0',
    ]);
    assertEquals(lines.filter((line) => line.includes("mail")).length, 4);
  });

  it("asks a queue again only after it answered", async () => {
    let asked = 0;
    let answer: (counts: Record<string, number>) => void = () => {};
    const slow = queue("slow", {
      getJobCounts() {
        asked++;
        return new Promise((resolve) => answer = resolve);
      },
    });
    const collector = bullmqCollector(slow, { timeoutMs: 20 });
    for (let i = 0; i < 3; i++) assertEquals(await samplesOf(collector), ['bullmq_up{queue="slow"} 0']);
    assertEquals(asked, 1);
    answer({});
    await Promise.resolve().then(() => Promise.resolve());
    await samplesOf(collector);
    assertEquals(asked, 2);
  });

  it("describes what all processes share", async () => {
    const families = await bullmqCollector(queue("a")).collect({ signal: new AbortController().signal });
    assertEquals([...families].filter(({ scope }) => scope !== "global"), []);
  });

  it("rejects what is not a queue, equal names and a wrong limit", () => {
    assertThrows(() => bullmqCollector({ a: {} as BullmqQueue }), TypeError, 'must have a member "getJobCounts"');
    assertThrows(() => bullmqCollector([{ name: "a" } as BullmqQueue]), TypeError, 'must have a member "getJobCounts"');
    assertThrows(() => bullmqCollector([queue("a"), queue("a")]), TypeError, 'two queues have the name "a"');
    for (const timeoutMs of [0, NaN, Infinity]) {
      assertThrows(() => bullmqCollector([], { timeoutMs }), RangeError, `current value is ${timeoutMs}`);
    }
  });
});
