/** Says its metrics once, and ends. */
import process from "node:process";
import { expose, Registry } from "@webprom/exporter";
import { runtimeCollector } from "@webprom/exporter/runtime";

const registry = new Registry();
registry.register(runtimeCollector());
process.stdout.write(await expose(registry));
