import { run } from "@webprom/exporter/deno";
import exporter, { lookUp } from "./exporter.ts";

const ARTICLES = ["lamp", "chair", "table", "shelf"];

let steps = 0;
setInterval(() => lookUp(ARTICLES[++steps % ARTICLES.length] ?? ""), 100);
await run(exporter, { port: 8080 });
