import { run } from "@webprom/exporter/deno";
import { startCustomers } from "./customers.ts";
import exporter from "./exporter.ts";

startCustomers();
await run(exporter, { port: 8080 });
