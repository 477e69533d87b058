import { test } from "node:test";
import type { Queue } from "bullmq";
import type { Cluster, Redis } from "ioredis";
import type { Pool as Mysql } from "mysql2";
import type { Pool as MysqlPromise } from "mysql2/promise";
import type { Pool as Pg } from "pg";
import type { Agent, Client, Pool as Undici } from "undici";
import {
  bullmqCollector,
  ioredisCollector,
  mysql2PoolCollector,
  pgPoolCollector,
  undiciCollector,
} from "../../src/pools/mod.ts";

/** Compiles if the collectors take the objects of the libraries. */
export function collect(
  pg: Pg,
  mysql: Mysql,
  promises: MysqlPromise,
  agent: Agent,
  client: Client,
  undici: Undici,
  redis: Redis,
  cluster: Cluster,
  queue: Queue,
): void {
  pgPoolCollector(pg);
  pgPoolCollector({ main: pg, replica: pg });
  mysql2PoolCollector(mysql);
  mysql2PoolCollector({ main: mysql, other: promises });
  undiciCollector(agent);
  undiciCollector({ agent, client, undici });
  ioredisCollector(redis);
  ioredisCollector({ redis, cluster });
  bullmqCollector(queue);
  bullmqCollector([queue, queue], { totals: true });
}

test("the collectors of ./pools take the objects of the libraries", () => {});
