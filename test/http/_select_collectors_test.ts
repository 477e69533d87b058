import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { metricsHandler } from "../../src/http/metrics_handler.ts";
import { selectedCollectors, selectionKey } from "../../src/http/scrape_request.ts";
import { Registry } from "../../src/registry/registry.ts";
import { CountedSource } from "../support/counted_source.ts";
import { gaugeFamily } from "../support/families.ts";

const URL = "http://localhost/metrics";
const MISSING = "Couldn't create filtered metrics handler: missing collector: ";

function sample(): Registry {
  const registry = new Registry();
  registry.gauge({ name: "instrument", help: "Test." });
  for (const name of ["a", "b"]) registry.register({ name, collect: () => [gaugeFamily(`of_${name}`)] });
  registry.register({ name: "off", collect: () => [gaugeFamily("of_off")] }, { enabled: false });
  return registry;
}

/** Asks, and tells the status and which of the above is there, or the whole text where it is refused. */
async function ask(query: string, registry: Registry = sample()): Promise<[number, string]> {
  const response = await metricsHandler(registry)(new Request(URL + query));
  const text = await response.text();
  return [response.status, response.status === 200 ? (text.match(/^(?:instrument|of_\w+)/gm) ?? []).join() : text];
}

describe("collect[] and exclude[]", () => {
  const selections: Readonly<Record<string, string>> = {
    "": "instrument,of_a,of_b",
    "?collect=a": "instrument,of_a,of_b",
    "?collect[]=a": "of_a",
    "?collect%5B%5D=a": "of_a",
    "?collect[]=a&collect[]=b&collect[]=a": "of_a,of_b",
    "?exclude[]=a": "instrument,of_b",
    "?exclude[]=a&exclude[]=b": "instrument",
    "?exclude[]=off": "instrument,of_a,of_b",
    "?collect[]=a&name[]=of_b": "",
    "?collect[]=a&collect[]=b&name[]=of_b": "of_b",
  };
  for (const [query, names] of Object.entries(selections)) {
    it(`metricsHandler() answers "${query}" with ${names || "nothing"}`, async () => {
      assertEquals(await ask(query), [200, names]);
    });
  }

  const refusals: Readonly<Record<string, string>> = {
    "?collect[]=a&exclude[]=b": "Combined collect and exclude queries are not allowed.\n",
    "?collect[]=nobody": `${MISSING}nobody\n`,
    "?collect[]=a&collect[]=nobody": `${MISSING}nobody\n`,
    "?exclude[]=nobody": `${MISSING}nobody\n`,
    "?collect[]=": `${MISSING}\n`,
    "?collect[]=instrument": `${MISSING}instrument\n`,
    "?collect[]=__proto__": `${MISSING}__proto__\n`,
    "?collect[]=off": "Couldn't create filtered metrics handler: disabled collector: off\n",
    [`?collect[]=${"x".repeat(5000)}`]: `${MISSING}${"x".repeat(100)}…\n`,
  };
  for (const [query, text] of Object.entries(refusals)) {
    it(`metricsHandler() answers 400 to "${query.slice(0, 40)}"`, async () => {
      assertEquals(await ask(query), [400, text]);
    });
  }

  it("metricsHandler() answers a hostile name as plain text", async () => {
    const response = await metricsHandler(sample())(new Request(`${URL}?collect[]=<script>`));
    assertStringIncludes(response.headers.get("content-type") ?? "", "text/plain");
    assertEquals(response.status, 400);
    await response.body?.cancel();
  });

  it("metricsHandler() asks nobody for a selection that cannot be made", async () => {
    const registry = new Registry();
    const source = new CountedSource();
    registry.register(source);
    assertEquals((await ask("?collect[]=tested&collect[]=nobody", registry))[0], 400);
    assertEquals(source.asked, 0);
  });

  it("metricsHandler() refuses selections of a gatherer that tells no collectors", async () => {
    const response = await metricsHandler({ gather: () => Promise.resolve([]) })(new Request(`${URL}?exclude[]=a`));
    assertEquals([response.status, await response.text()], [400, `${MISSING}a\n`]);
  });

  it("metricsHandler() shares a gather only among scrapes with the same selection", async () => {
    const registry = sample();
    const source = new CountedSource();
    registry.register(source);
    const open = source.close();
    const handle = metricsHandler(registry);
    const queries = ["", "?collect[]=tested", "?collect[]=tested&collect[]=a", "?collect[]=a&collect[]=tested", ""];
    const answers = queries.map((query) => handle(new Request(URL + query)).then((response) => response.text()));
    open();
    const namesOf = (text: string) => (text.match(/^(?:instrument|of_\w+|asked)/gm) ?? []).join();
    const whole = "asked,instrument,of_a,of_b";
    assertEquals((await Promise.all(answers)).map(namesOf), [whole, "asked", "asked,of_a", "asked,of_a", whole]);
    assertEquals(source.asked, 3);
  });

  it("metricsHandler() answers whole scrapes the same before and after selected ones", async () => {
    const registry = sample();
    const handle = metricsHandler(registry, { coalesceMs: 0 });
    const scrape = async (query = "") =>
      (await (await handle(new Request(URL + query))).text()).replace(/(_seconds\{.*\}) .*/g, "$1");
    const before = await scrape();
    await scrape("?collect[]=a");
    assertEquals(await scrape(), before);
  });
});

describe("selectedCollectors()", () => {
  it("selectedCollectors() selects nothing in particular where it is not asked to", () => {
    assertEquals(selectedCollectors(new URLSearchParams("a=b"), { collectors: [{ name: "a", enabled: true }] }), {});
  });
});

describe("selectionKey()", () => {
  it("selectionKey() tells selections apart, in whatever order their names stand", () => {
    const keys = [
      {},
      { collect: new Set<string>() },
      { collect: new Set(["a", "b"]) },
      { collect: new Set(["a,b"]) },
      { exclude: new Set(["a", "b"]) },
    ].map(selectionKey);
    assertEquals(new Set(keys).size, keys.length);
    assertEquals(selectionKey({ collect: new Set(["b", "a"]) }), keys[2]);
  });
});
