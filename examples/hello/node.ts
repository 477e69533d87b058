import { run } from "@webprom/exporter/node";
import exporter from "./exporter.ts";

await run(exporter, { port: 8080 });
