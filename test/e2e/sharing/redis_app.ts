import process from "node:process";
import { createInterface } from "node:readline";
import { expose, Registry } from "@webprom/exporter";
import { redis, type RedisClient, shareRegistry } from "@webprom/exporter/share";

const url = process.env["REDIS_URL"] ?? "";

/** Connects with the client that the test names. */
async function connect(): Promise<RedisClient> {
  switch (process.env["CLIENT"]) {
    case "ioredis": {
      const { Redis } = await import("ioredis");
      return new Redis(url);
    }
    case "redis": {
      const { createClient } = await import("redis");
      return await createClient({ url }).connect();
    }
    default: {
      const { Bun } = globalThis as unknown as { readonly Bun: { RedisClient: new (url: string) => RedisClient } };
      return new Bun.RedisClient(url);
    }
  }
}

const registry = new Registry();
const jobs = registry.counter({ name: "jobs_total", help: "Jobs." });
const shared = await shareRegistry(registry, {
  mailbox: redis({ client: await connect(), name: "shop" }),
  flushSeconds: 0.2,
});

// Each line is a command: a number to add, "read", or "end".
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "read") {
    try {
      const text = await expose(shared);
      const lines = text.split("\n").filter((line) => line.startsWith("jobs_total") || line.includes('state="late"'));
      process.stdout.write(`${JSON.stringify(lines)}\n`);
    } catch (error) {
      process.stdout.write(`${JSON.stringify([String(error)])}\n`);
    }
  } else if (line === "end") {
    await shared.close();
    process.exit();
  } else {
    jobs.inc(Number(line));
    await shared.flush();
    process.stdout.write("added\n");
  }
}
