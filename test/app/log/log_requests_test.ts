import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { logRequests } from "../../../src/app/log/log_requests.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { recordLog } from "../../support/recorded_log.ts";

describe("logRequests()", () => {
  it("logs each request with what came of it", async () => {
    const clock = new ManualClock();
    const { logger, lines } = recordLog();
    const app = logRequests(
      {
        fetch() {
          clock.elapsedMs += 1500;
          return new Response("", { status: 404 });
        },
      },
      logger,
      clock,
    );
    const headers = { "user-agent": "Prometheus/3.5.0" };
    await app.fetch(new Request("http://localhost/a?secret=b", { headers }));
    await app.fetch(new Request("http://localhost/a", { method: "POST" }));

    assertEquals(lines, [
      'DEBUG msg="Request handled" method=GET path=/a status=404 duration_seconds=1.5 user_agent=Prometheus/3.5.0',
      'DEBUG msg="Request handled" method=POST path=/a status=404 duration_seconds=1.5',
    ]);
  });

  it("hands on what the runtime tells", async () => {
    const told: unknown[] = [];
    const app = logRequests(
      {
        fetch(_request, server) {
          told.push(server);
          return new Response();
        },
      },
      recordLog().logger,
      new ManualClock(),
    );
    await app.fetch(new Request("http://localhost/"), { isDraining: true });

    assertEquals(told, [{ isDraining: true }]);
  });

  it("answers 500 where the app fails, and logs why", async () => {
    const failing = () => {
      throw new Error("the password is swordfish");
    };
    for (const fetch of [failing, () => Promise.reject(new Error("the password is swordfish"))]) {
      const { logger, lines } = recordLog("info");
      const response = await logRequests({ fetch }, logger, new ManualClock()).fetch(new Request("http://localhost/a"));

      assertEquals([response.status, await response.text()], [500, "Internal server error\n"]);
      assertEquals(lines, ['ERROR msg="Request failed" method=GET path=/a err="the password is swordfish"']);
    }
  });
});
