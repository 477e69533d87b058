import { run } from "@webprom/exporter/bun";
import exporter from "./exporter.ts";

await run(exporter, { port: 8080 });
