import { describe, it } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { makeLogger } from "../../../src/app/log/logger.ts";
import { Workers } from "../../../src/entry/cli/_workers.ts";
import type { Signal, Worker } from "../../../src/entry/cli/cli_host.ts";
import { makeFakeHost } from "../../support/fake_host.ts";
import { until } from "../../support/until.ts";

/** A worker without a process. */
class FakeWorker implements Worker {
  readonly received: Signal[] = [];
  readonly ended: Promise<number | string>;
  end: (reason: number | string) => void = () => {};

  constructor() {
    this.ended = new Promise((resolve) => this.end = resolve);
  }

  kill(signal: Signal): void {
    this.received.push(signal);
    if (signal !== "SIGHUP") this.end(0);
  }
}

function startWorkers(count: number) {
  const started: FakeWorker[] = [];
  const lines: string[] = [];
  const host = makeFakeHost({
    startWorker() {
      const worker = new FakeWorker();
      started.push(worker);
      return worker;
    },
  });
  const logger = makeLogger({ write: (...line) => void lines.push(line.join("")) });
  return { host, started, lines, ended: new Workers(host, logger).run(count) };
}

describe("Workers", () => {
  it("ends its workers after a signal", async () => {
    const { host, started, ended } = startWorkers(3);
    await until(() => started.length === 3);
    host.send("SIGTERM");
    assertEquals(await ended, 0);
    assertEquals(started.map(({ received }) => received), [["SIGTERM"], ["SIGTERM"], ["SIGTERM"]]);
    assertEquals(host.handlers, 0);
  });

  it("replaces a worker that was killed, and says why", async () => {
    const { host, started, lines, ended } = startWorkers(2);
    await until(() => started.length === 2);
    started[0]?.end("SIGKILL");
    await until(() => started.length === 3);
    host.send("SIGINT");
    assertEquals(await ended, 0);
    assertMatch(
      lines.join("\n"),
      /level=WARN msg="Worker ended, starting another one" reason=SIGKILL wait_seconds=0\.1/,
    );
    assertEquals(started.map(({ received }) => received), [[], ["SIGTERM"], ["SIGTERM"]]);
  });

  it("ends with the code of a worker that fails while the program starts", async () => {
    const { started, ended } = startWorkers(2);
    await until(() => started.length === 2);
    started[1]?.end(1);
    assertEquals(await ended, 1);
    assertEquals(started.map(({ received }) => received), [["SIGTERM"], []]);
  });

  it("passes SIGHUP on", async () => {
    const { host, started, ended } = startWorkers(2);
    await until(() => started.length === 2);
    host.send("SIGHUP");
    assertEquals(started.map(({ received }) => received), [["SIGHUP"], ["SIGHUP"]]);
    host.send("SIGTERM");
    await ended;
  });

  it("starts none after a signal", async () => {
    const { host, started, ended } = startWorkers(1);
    await until(() => started.length === 1);
    started[0]?.end("SIGKILL");
    await until(() => started.length === 1);
    host.send("SIGTERM");
    assertEquals(await ended, 0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    assertEquals(started.length, 1);
  });
});
