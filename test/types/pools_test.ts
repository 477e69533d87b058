/** The objects of the libraries are accepted as they are. The compiler alone reads this file; nobody runs it. */
import { Queue } from "bullmq";
import { Cluster, Redis } from "ioredis";
import mysql from "mysql2";
import mysqlPromise from "mysql2/promise";
import pg from "pg";
import { Agent, Client, getGlobalDispatcher, Pool } from "undici";
import {
  bullmqCollector,
  ioredisCollector,
  mysql2PoolCollector,
  pgPoolCollector,
  undiciCollector,
} from "../../src/pools/mod.ts";

const pool = new pg.Pool();
pgPoolCollector(pool);
pgPoolCollector({ pool, other: new pg.Pool() });
// @ts-expect-error a client is not a pool
pgPoolCollector(new pg.Client());
// @ts-expect-error nor is it one with a name
pgPoolCollector({ pool, client: new pg.Client() });

mysql2PoolCollector(mysql.createPool({}));
mysql2PoolCollector(mysqlPromise.createPool({}));
mysql2PoolCollector({ one: mysql.createPool({}), other: mysqlPromise.createPool({}) });
// @ts-expect-error a connection is not a pool
mysql2PoolCollector({ connection: mysql.createConnection({}) });

undiciCollector(new Agent());
undiciCollector({ pool: new Pool("http://a"), client: new Client("http://a"), global: getGlobalDispatcher() });
// @ts-expect-error maxOrigins is a number
undiciCollector(new Agent(), { maxOrigins: "1" });

ioredisCollector(new Redis());
ioredisCollector({ redis: new Redis(), cluster: new Cluster([]) });
// @ts-expect-error there is no status
ioredisCollector({ one: new Map() });

const queue = new Queue("mail");
bullmqCollector(queue);
bullmqCollector([queue, new Queue<{ id: number }, string, "resize">("images")], { workers: true, timeoutMs: 100 });
bullmqCollector({ mail: queue });
// @ts-expect-error a name is not a queue
bullmqCollector("mail");
