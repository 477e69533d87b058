// Runs libraries that were written for prom-client, and prints what they measure, each as a line of JSON.
const client = require("prom-client");

/** Runs one library after another, each with an empty registry. */
async function run() {
  for (const [name, use] of Object.entries(libraries)) {
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
};

run();
