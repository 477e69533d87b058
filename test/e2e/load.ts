import { assertMatch } from "@std/assert";
import { execute } from "../support/child.ts";

const REQUESTS = 1000;
const CONCURRENCY = 10;

/** Asserts that a thousand requests, ten at a time, are all answered with 200. */
export async function assertBearsLoad(url: string): Promise<void> {
  // -l: an answer may be longer than the one before it, as counters grow.
  const report = await execute(["ab", "-l", "-n", `${REQUESTS}`, "-c", `${CONCURRENCY}`, url]);
  assertMatch(report, /Complete requests: +1000\nFailed requests: +0\n(?!Non-2xx)/);
}

/** Asserts the same of workerd: `ab` speaks HTTP/1.0 and waits for an end of the connection that does not come there. */
export async function assertWorkerBearsLoad(url: string): Promise<void> {
  let waiting = REQUESTS;
  async function ask(): Promise<void> {
    while (waiting-- > 0) {
      const response = await fetch(url);
      if (!(await response.text()).includes("app_cache_hits_total") || response.status !== 200) {
        throw new Error(`${response.status}`);
      }
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, ask));
}
