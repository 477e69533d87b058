import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { metricsHandler } from "@webprom/exporter";
import { FOREIGN_ANSWERS } from "../corpus/foreign/mod.ts";
import { makeModule, probe } from "../support/modules.ts";
import { missingGo, readAll } from "./readers.ts";
import { type Read, storedIn } from "./stored.ts";

const TEXT = "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8";

/** The series that a current Prometheus stores, as lines. */
async function stored(contentType: string, text: string): Promise<string[]> {
  const [found] = await readAll("textparse", [contentType], [new TextEncoder().encode(text)]);
  if (typeof found === "string") throw new Error(found);
  const values = new Map<string, string | undefined>();
  for (const { labels, value, time } of storedIn(found as Read).series) {
    const series = JSON.stringify([Object.entries(labels).sort(), time ?? null]);
    // Of a series that occurs twice, the first is stored.
    if (!labels["__name__"]?.startsWith("webprom_") && !values.has(series)) values.set(series, value);
  }
  return Array.from(values, ([series, value]) => `${series} ${value}`).sort();
}

describe("the openmetrics module passes on what a current Prometheus stores", { skip: missingGo() }, () => {
  for (const { name, contentType, text } of FOREIGN_ANSWERS) {
    it(name, async () => {
      // Prometheus rejects text without a line feed at the end.
      const expected = await stored(contentType, text.endsWith("\n") ? text : `${text}\n`);
      const fetch = () => Promise.resolve(new Response(text, { headers: { "content-type": contentType } }));
      const registry = await probe(makeModule({ kind: "openmetrics" }, { fetch }));
      const response = await metricsHandler(registry)(new Request("http://localhost/", { headers: { accept: TEXT } }));
      assertEquals(await stored(TEXT, await response.text()), expected);
    });
  }
});
