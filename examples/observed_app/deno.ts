import { run } from "@webprom/exporter/deno";
import exporter, { work } from "./exporter.ts";

setInterval(work, 100);
await run(exporter, { port: 8080 });
