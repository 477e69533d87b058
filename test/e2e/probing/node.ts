import { run } from "../../../src/entry/node.ts";
import { makeExporter } from "./exporter.ts";

await run(makeExporter(), { port: 0, hostname: "127.0.0.1" });
