import { run } from "@webprom/exporter/deno";
import exporter from "./exporter.ts";

await run(exporter, { port: 8080 });
