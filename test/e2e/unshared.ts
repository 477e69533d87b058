import process from "node:process";
import { Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { serve } from "@webprom/exporter/node";

const share = process.argv.includes("share");
const exporter = defineExporter({ name: "test", registry: new Registry(), share });
const servers = [await serve(exporter, { port: 0 }), await serve(exporter, { port: 0 })];
for (const server of servers) await server.close();
process.exit(0);
