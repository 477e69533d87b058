import cluster from "node:cluster";
import process from "node:process";
import { Registry } from "@webprom/exporter";
import { shareRegistry } from "@webprom/exporter/share";
import { listen } from "./node_server.ts";

if (cluster.isPrimary) {
  await shareRegistry(new Registry());
  for (let i = 0; i < 4; i++) cluster.fork();
  cluster.on("exit", () => cluster.fork());
} else {
  await listen(Number(process.env["PORT"]));
}
