// Runs libraries that were written for prom-client, and prints what they measure, each as a line of JSON.
const client = require("prom-client");

/** Runs one library after another, each with an empty registry. */
async function run() {
  for (const [name, use] of Object.entries(libraries)) {
    if (name === "bullmq" && !process.env.REDIS_PORT) continue;
    client.register.clear();
    try {
      print([name, (await use()).split("\n")]);
    } catch (error) {
      print([name, [String(error)]]);
    }
  }
  process.exit();
}

function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function ask(server, ...paths) {
  const { port } = server.address();
  let text = "";
  for (const path of paths) text = await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  return text;
}

const libraries = {
  async "express-prom-bundle"() {
    const app = require("express")();
    app.use(require("express-prom-bundle")({ includeMethod: true, promClient: { collectDefaultMetrics: {} } }));
    app.get("/a", (_, response) => response.send("a"));
    const server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    return await ask(server, "/a", "/metrics");
  },
  async "fastify-metrics"() {
    const app = require("fastify")();
    await app.register(require("fastify-metrics"), { endpoint: "/metrics" });
    app.get("/b", () => "b");
    await app.listen({ port: 0, host: "127.0.0.1" });
    return await ask(app.server, "/b", "/metrics");
  },
  async "@hono/prometheus"() {
    const { prometheus } = require("@hono/prometheus");
    const { Hono } = require("hono");
    const { printMetrics, registerMetrics } = prometheus();
    const app = new Hono();
    app.use("*", registerMetrics);
    app.get("/metrics", printMetrics);
    app.get("/c", (c) => c.text("c"));
    await app.request("/c");
    return await (await app.request("/metrics")).text();
  },
  async "@willsoto/nestjs-prometheus"() {
    require("reflect-metadata");
    const { Controller, Get, Inject, Module } = require("@nestjs/common");
    const { NestFactory } = require("@nestjs/core");
    const { getToken, makeCounterProvider, PrometheusModule } = require("@willsoto/nestjs-prometheus");

    class Shop {
      constructor(orders) {
        this.orders = orders;
      }
      order() {
        this.orders.inc({ region: "eu" });
        return "thanks";
      }
    }
    Get()(Shop.prototype, "order", Object.getOwnPropertyDescriptor(Shop.prototype, "order"));
    Inject(getToken("orders_total"))(Shop, undefined, 0);
    Controller("d")(Shop);

    class App {}
    Module({
      imports: [PrometheusModule.register()],
      controllers: [Shop],
      providers: [makeCounterProvider({ name: "orders_total", help: "Orders.", labelNames: ["region"] })],
    })(App);

    const app = await NestFactory.create(App, { logger: false });
    const server = await app.listen(0, "127.0.0.1");
    return await ask(server, "/d", "/metrics");
  },
  async bullmq() {
    const { Queue, QueueEvents, Worker } = require("bullmq");
    const connection = { host: "127.0.0.1", port: Number(process.env.REDIS_PORT) };
    const jobs = new client.Counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue", "state"] });
    const seconds = new client.Histogram({
      name: "job_seconds",
      help: "Duration.",
      labelNames: ["queue"],
      buckets: [60],
    });
    const queue = new Queue("mail", { connection });
    const events = new QueueEvents("mail", { connection });
    await events.waitUntilReady();
    const worker = new Worker("mail", async (job) => {
      const end = seconds.startTimer({ queue: job.queueName });
      await Promise.resolve();
      end();
    }, { connection });
    const completed = new Promise((resolve) => {
      events.on("completed", () => {
        jobs.inc({ queue: "mail", state: "completed" });
        resolve();
      });
    });
    await queue.add("welcome", {});
    await completed;
    const text = `${await queue.exportPrometheusMetrics()}\n${await client.register.metrics()}`;
    await Promise.all([worker.close(), events.close(), queue.close()]);
    return text;
  },
};

run();
