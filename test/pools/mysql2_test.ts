import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { type Mysql2Pool, mysql2PoolCollector } from "@webprom/exporter/pools";
import { samplesOf } from "./_samples.ts";

const getConnection = () => {};
const pool = {
  getConnection,
  config: { connectionLimit: 10 },
  _allConnections: { length: 4 },
  _freeConnections: { length: 1 },
  _connectionQueue: { length: 2 },
};

describe("mysql2PoolCollector()", () => {
  it("reports connections by state, their limit and waiting requests, with and without promises", async () => {
    for (const given of [pool, { getConnection, pool }]) {
      assertEquals(await samplesOf(mysql2PoolCollector(given)), [
        'mysql_pool_connections{state="idle"} 1',
        'mysql_pool_connections{state="used"} 3',
        "mysql_pool_connections_max 10",
        "mysql_pool_pending_requests 2",
      ]);
    }
  });

  it("has no limit where there is none, and omits what a version lacks", async () => {
    const one = { ...pool, config: { connectionLimit: 0 } };
    const other = { getConnection, _connectionQueue: [] };
    assertEquals(await samplesOf(mysql2PoolCollector({ one, other })), [
      'mysql_pool_connections{pool="one",state="idle"} 1',
      'mysql_pool_connections{pool="one",state="used"} 3',
      'mysql_pool_pending_requests{pool="one"} 2',
      'mysql_pool_pending_requests{pool="other"} 0',
    ]);
  });

  it("has no connections after it was ended, although the library keeps them", async () => {
    const ended = { ...pool, _closed: true };
    const lines = await samplesOf(mysql2PoolCollector(ended));
    assertEquals(lines.slice(0, 2), [
      'mysql_pool_connections{state="idle"} 0',
      'mysql_pool_connections{state="used"} 0',
    ]);
  });

  it("rejects what is not a pool", () => {
    const message = 'Cannot collect metrics of mysql2 pool "main": it must have a member "getConnection"';
    assertThrows(() => mysql2PoolCollector({ main: {} as Mysql2Pool }), TypeError, message);
  });
});
