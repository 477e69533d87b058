import { Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";

const registry = new Registry();
const scrapes = registry.counter({ name: "test_scrapes_total", help: "Scrapes before this one." });

export default defineExporter({ name: "test", registry, onGathered: () => scrapes.inc() });
