// Serves the metrics of an Express application that uses a library for prom-client.
const client = require("prom-client");
const express = require("express");
const bundle = require("express-prom-bundle");

new client.Counter({ name: "jobs_total", help: "Jobs." }).inc(3);
new client.Gauge({
  name: "is_one_library",
  help: "Whether modules and libraries use the same registry.",
  async collect() {
    const modules = [await import("prom-client"), await import("@webprom/exporter/prom-client")];
    this.set(
      Number(modules.every(({ register, Counter }) => register === client.register && Counter === client.Counter)),
    );
  },
});

const app = express();
app.use(bundle({ includePath: true }));
app.get("/a", (_, response) => response.send("a"));
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/\n`);
});
