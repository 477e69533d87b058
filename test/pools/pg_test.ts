import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { type PgPool, pgPoolCollector } from "@webprom/exporter/pools";
import { samplesOf } from "./_samples.ts";

const pool = { totalCount: 5, idleCount: 2, waitingCount: 1, options: { max: 20 } };

describe("pgPoolCollector()", () => {
  it("reports connections by state, their limit and waiting requests", async () => {
    assertEquals(await samplesOf(pgPoolCollector(pool)), [
      'pg_pool_connections{state="idle"} 2',
      'pg_pool_connections{state="used"} 3',
      "pg_pool_connections_max 20",
      "pg_pool_pending_requests 1",
    ]);
  });

  it("adds a label to each of several pools, also if one has the name of a member", async () => {
    const pools = { main: pool, totalCount: { ...pool, totalCount: 2 } };
    assertEquals((await samplesOf(pgPoolCollector(pools))).filter((line) => line.includes("used")), [
      'pg_pool_connections{pool="main",state="used"} 3',
      'pg_pool_connections{pool="totalCount",state="used"} 0',
    ]);
  });

  it("reads the pool at each scrape", async () => {
    const changing = { ...pool };
    const collector = pgPoolCollector(changing);
    await samplesOf(collector);
    changing.waitingCount = 7;
    assertEquals((await samplesOf(collector)).at(-1), "pg_pool_pending_requests 7");
  });

  it("omits what a version lacks", async () => {
    const older = { totalCount: 5, waitingCount: 0 } as unknown as PgPool;
    assertEquals(await samplesOf(pgPoolCollector(older)), ["pg_pool_pending_requests 0"]);
  });

  it("omits only the values of a pool that throws", async () => {
    const broken = {
      ...pool,
      get waitingCount(): number {
        throw new Error("closed");
      },
    };
    assertEquals((await samplesOf(pgPoolCollector({ broken, pool }))).slice(-3), [
      'pg_pool_connections_max{pool="broken"} 20',
      'pg_pool_connections_max{pool="pool"} 20',
      'pg_pool_pending_requests{pool="pool"} 1',
    ]);
  });

  it("reports nothing of no pools", async () => {
    assertEquals(await samplesOf(pgPoolCollector({})), []);
  });

  it("rejects what is not a pool", () => {
    const message = 'Cannot collect metrics of pg pool "main": it must have a member "totalCount"';
    assertThrows(() => pgPoolCollector({ main: {} as PgPool }), TypeError, message);
    assertThrows(() => pgPoolCollector({ main: undefined as unknown as PgPool }), TypeError, message);
    assertThrows(() => pgPoolCollector(undefined as unknown as PgPool), TypeError, "Cannot collect metrics of pg pool");
  });
});
