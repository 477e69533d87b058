import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { type Child, start } from "../support/child.ts";
import { RUN, type Runtime } from "../support/runtimes.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";
import { connect, refuses } from "./connection.ts";

const LIMIT_MS = 10_000;

/** What the programs that call `run()` and `serve()` owe, seen from outside. It runs in the runtime itself, and starts them there. */
export function programContract(runtime: Runtime): void {
  function program(...args: string[]): Child {
    return start([...RUN[runtime], `test/contract/programs/${runtime}.ts`, ...args]);
  }

  describe("run()", () => {
    it("prints the address, and nothing else", async () => {
      await using child = program("run", "0");
      child.type("go on");
      await (await fetch(await child.url)).text();

      assertMatch(child.stdout, /^sample listens on http:\/\/127\.0\.0\.1:\d+\/\n$/);
      assertEquals(child.stderr, "");
    });

    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      it(`ends with code 0 at ${signal}`, async () => {
        await using child = program("run", "0");
        await child.url;
        child.kill(signal);

        assertEquals(await endOf(child), 0);
      });
    }

    it("answers the requests in flight before it ends", async () => {
      await using child = program("run", "0");
      using client = await connect(await child.url);
      client.send("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
      await client.sees("first half");
      child.kill("SIGTERM");
      await refuses(await child.url);
      child.type("go on");

      assertEquals(await endOf(child), 0);
      assertMatch(client.received, /^HTTP\/1\.1 200 [^]*first half[^]*second half[^]*\r\n0\r\n\r\n$/);
    });

    it("ends at once at a second signal", async () => {
      await using child = program("run", "0");
      using client = await connect(await child.url);
      client.send("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
      await client.sees("first half");
      child.kill("SIGTERM");
      await refuses(await child.url);
      child.kill("SIGTERM");

      assertEquals(await endOf(child), "SIGTERM");
      assertNotMatch(client.received, /second half/);
    });

    it("goes on for a while after a signal where it is told to, and is not ready any more", async () => {
      await using child = program("drain", "0", "600000");
      const url = await child.url;
      const statusOf = async (path: string) => {
        const response = await fetch(url + path);
        await response.body?.cancel();
        return response.status;
      };
      assertEquals(await statusOf("/-/ready"), 200);
      child.kill("SIGTERM");
      await until(async () => await statusOf("/-/ready") === 503);
      assertEquals([await statusOf("/metrics"), await statusOf("/-/healthy")], [200, 200]);
      child.kill("SIGTERM");

      assertEquals(await endOf(child), "SIGTERM");
    });

    it("ends with code 0 when that while is over", async () => {
      await using child = program("drain", "0", "1");
      await child.url;
      child.kill("SIGTERM");

      assertEquals(await endOf(child), 0);
    });

    it("ends with code 1 and one line where the port is in use", async () => {
      await using child = program("run", "0");
      const { port } = new URL(await child.url);
      await using other = program("run", port);

      assertEquals(await endOf(other), 1);
      const reason = "port is in use; choose another port or stop the other program";
      assertEquals([other.stdout, other.stderr], ["", `Cannot serve sample on 127.0.0.1:${port}: ${reason}\n`]);
    });
  });

  describe("serve() in a program", () => {
    it("leaves signals alone", async () => {
      await using child = program("serve", "0");
      await child.url;
      child.kill("SIGTERM");

      assertEquals(await endOf(child), "SIGTERM");
    });

    it("closes at a signal it is told to handle, and lets the program end", async () => {
      await using child = program("serve", "0", "SIGTERM");
      await child.url;
      child.kill("SIGTERM");

      assertEquals(await endOf(child), 0);
    });

    it("leaves the other signals alone", async () => {
      await using child = program("serve", "0", "SIGTERM");
      await child.url;
      child.kill("SIGINT");

      assertEquals(await endOf(child), "SIGINT");
    });
  });
}

function endOf({ ended }: Child): Child["ended"] {
  return within(LIMIT_MS, ended);
}
