import { type Collector, expose, Registry } from "@webprom/exporter";
import { lint } from "@webprom/exporter/lint";
import { assertEquals } from "@std/assert";

/** Scrapes a collector alone: its samples, sorted by name and labels. The linter finds no problem in them. */
export async function samplesOf(collector: Collector): Promise<string[]> {
  const registry = new Registry();
  registry.register(collector);
  assertEquals(lint(await registry.gather()), []);
  const lines = (await expose(registry)).split("\n");
  assertEquals(lines.filter((line) => line.startsWith("webprom_collector_success")).map((line) => line.at(-1)), ["1"]);
  const samples = lines.filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("webprom_"));
  return samples.map((line) => line.replace("{", " {")).sort().map((line) => line.replace(" {", "{"));
}
