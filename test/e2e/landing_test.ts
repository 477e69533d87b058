import { test } from "node:test";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { serve, type Server } from "@webprom/exporter/deno";
import { HOSTILE_TEXTS } from "../support/hostile_text.ts";
import { until } from "../support/until.ts";
import { startChromium, type Tab } from "./chromium.ts";
import { missing } from "./programs.ts";

const MARKUP = `"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

/** An exporter with a metric of each kind. */
function makeRegistry() {
  const registry = new Registry();
  const orders = registry.counter({ name: "app_orders_total", help: "Orders processed.", labelNames: ["region"] });
  const users = registry.gauge({ name: "app_active_users", help: "Active users." });
  const latency = registry.histogram({
    name: "app_request_duration_seconds",
    help: "Time to answer.",
    unit: "seconds",
    buckets: [0.1, 0.5, 1],
  });
  registry.stateSet({ name: "app_mode", help: "What it does.", states: ["starting", "running"] }).set("running");
  registry.info({ name: "app_build_info", help: "Version.", labels: { version: "1.2.3" } });
  registry.register({ name: "database", collect: () => Promise.reject(new RangeError("The password is swordfish")) });
  for (const region of ["us", "eu"]) orders.inc({ region }, 10);
  for (const seconds of [0.05, 0.2, 0.3, 0.7]) latency.observe(seconds);
  users.set(3);
  return { registry, orders, users };
}

function textOf(tab: Tab, selector: string): Promise<string> {
  return tab.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ""`);
}

function namesIn(tab: Tab): Promise<string[]> {
  return tab.evaluate(
    `[...document.querySelectorAll("#families > table > tbody th button")].map((b) => b.textContent)`,
  );
}

/** What a screen reader is told of an element. */
interface AxNode {
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

/** The selector of the nth family. */
function family(n: number): string {
  return `#families > table > tbody:nth-of-type(${n})`;
}

/** Waits until something is so in the page. */
function untilIn(tab: Tab, expression: string): Promise<void> {
  return until(() => tab.evaluate<boolean>(expression));
}

async function untilShown(tab: Tab, families: number): Promise<void> {
  await until(async () => (await namesIn(tab)).length === families);
}

/** Asserts that the page asked only for what it is made of, and that nothing was amiss. */
function assertClean({ requests, complaints }: Tab, { url }: Server): void {
  assertEquals(complaints, []);
  const asked = new Set(requests);
  const made = ["app.js", "style.css", "icon.svg", "families", "problems"].map((name) => `${url}-/page/${name}`);
  for (const request of asked) assert([url, ...made].includes(request), request);
}

test("the landing page in Chromium", { skip: missing("chromium") }, async (t) => {
  await using chromium = await startChromium();
  const { registry, orders, users } = makeRegistry();
  const links = [{ href: "/probe", text: "Probe" }];
  await using server = await serve(defineExporter({ name: "app", registry, links }), { port: 0 });
  const tab = await chromium.open(server.url);

  await t.test("shows each family with its type, help, number of series and value", async () => {
    await untilShown(tab, 7);
    assertEquals(await namesIn(tab), [
      "app_active_users",
      "app_build_info",
      "app_mode",
      "app_orders_total",
      "app_request_duration_seconds",
      "webprom_collector_duration_seconds",
      "webprom_collector_success",
    ]);
    const text = await textOf(tab, `${family(4)} tr`);
    assertMatch(text, /^app_orders_total.*\n+Orders processed\.\s+counter\s+2\s+20/);
    assertMatch(await textOf(tab, family(3)), /running/);
    assertEquals(await textOf(tab, "#state"), "Live");
    assertMatch(await textOf(tab, "#figures"), /^8 series of 7 metrics at /);
  });

  await t.test("shows which collector failed, and not what its error says", async () => {
    const text = await textOf(tab, "#collectors tbody");
    assertMatch(text, /database\s+Failed\s+[^]*RangeError/);
    assertEquals(text.includes("swordfish"), false);
  });

  await t.test("follows what changes, by itself", async () => {
    users.set(42);
    orders.inc({ region: "us" }, 1000);
    await untilIn(tab, `document.querySelector("${family(1)} td:not(.wide) span").innerText === "42"`);
    await untilIn(tab, `/1,020\\s+[\\d.]+\\/s/.test(document.querySelector("${family(4)} tr").innerText)`);
    assertMatch(await tab.evaluate(`document.querySelector("${family(1)} path").getAttribute("d")`), /^M.*L/);
  });

  await t.test("opens a family with a click: its series, and histograms as bars with quantiles", async () => {
    await tab.click(`${family(4)} th button`);
    const series = await textOf(tab, `${family(4)} .more`);
    assertMatch(series, /region="us"\s+1,010[^]*region="eu"\s+10/);
    await tab.click(`${family(5)} th button`);
    const heights = await tab.evaluate(
      `[...document.querySelectorAll("${family(5)} rect")].map((bar) => Number(bar.getAttribute("height")))`,
    );
    assertEquals(heights, [30, 60, 30, 0]);
    const facts = await textOf(tab, `${family(5)} dl`);
    assertMatch(facts, /median\s+300 ms\s+p90\s+800 ms\s+p99\s+980 ms\s+mean\s+313 ms\s+count\s+4/);
    const label = await tab.evaluate<string>(`document.querySelector("${family(5)} .bars").ariaLabel`);
    assertStringIncludes(label, "100 ms – 500 ms: 2");
    await tab.click(`${family(4)} th button`);
    assertEquals(await tab.evaluate(`document.querySelector("${family(4)} .more").hidden`), true);
  });

  await t.test("can be used with the keyboard alone", async () => {
    await tab.evaluate("document.activeElement.blur()");
    await tab.press("/");
    await tab.type("region=eu");
    assertEquals(await namesIn(tab), ["app_orders_total"]);
    assertEquals(await textOf(tab, "#found"), "1 of 7 metrics, 1 series");
    for (let i = 0; i < 4; i++) await tab.press("Tab"); // three to sort by, and the family
    assertEquals(await tab.evaluate("document.activeElement.textContent"), "app_orders_total");
    await tab.press("Enter");
    assertEquals(await tab.evaluate("document.activeElement.ariaExpanded"), "true");
    const series = await textOf(tab, `${family(1)} .more`);
    assertEquals([series.includes('region="eu"'), series.includes('region="us"')], [true, false]);
    await tab.click("#refresh");
    assertEquals(new URL(await tab.evaluate("location.href")).hash, "#region%3Deu");
    await tab.click("#search");
    await tab.press("Escape");
    assertEquals((await namesIn(tab)).length, 7);
  });

  await t.test("keeps the focus where it is while values change", async () => {
    await tab.evaluate(`document.querySelector("${family(4)} th button").focus()`);
    registry.gauge({ name: "app_aaa", help: "Comes first." }).set(1);
    await tab.evaluate(`document.querySelector("#refresh").click()`);
    await untilShown(tab, 8);
    assertEquals(await tab.evaluate("document.activeElement.textContent"), "app_orders_total");
  });

  await t.test("sorts by a column, and says so", async () => {
    await tab.click(`[data-sort="series"]`);
    await tab.click(`[data-sort="series"]`);
    assertEquals((await namesIn(tab))[0], "app_orders_total");
    const sorts = await tab.evaluate(
      `[...document.querySelectorAll("#families > table > thead th")].map((th) => th.ariaSort)`,
    );
    assertEquals(sorts, [null, null, null, "descending", null, null]);
  });

  await t.test("asks nothing while it is paused or not seen", async () => {
    const asked = () => tab.requests.filter((url) => url.endsWith("families")).length;
    await tab.click("#pause");
    assertEquals(await textOf(tab, "#state"), "Paused");
    const before = asked();
    await tab.click("#refresh");
    await until(() => asked() === before + 1);
    await untilIn(
      tab,
      `performance.getEntriesByName(${JSON.stringify(`${server.url}-/page/families`)}).length === ${before + 1}`,
    );
    await tab.evaluate(`Object.defineProperty(document, "hidden", { value: true, configurable: true })`);
    await tab.click("#pause");
    assertEquals(await textOf(tab, "#state"), "Paused");
    assertEquals(asked(), before + 1);
    await tab.evaluate(`delete document.hidden; document.dispatchEvent(new Event("visibilitychange"))`);
    await untilIn(tab, `document.querySelector("#state").innerText === "Live"`);
    assertEquals(asked(), before + 2);
  });

  await t.test("tells those who do not see it what everything is", async () => {
    const { nodes } = await tab.send<{ nodes: readonly AxNode[] }>("Accessibility.getFullAXTree");
    const parts = nodes.map(({ role, name }) => `${role?.value} ${name?.value}`);
    for (const part of ["searchbox Search metrics", "navigation Pages", "heading Metrics", "rowheader database"]) {
      assert(parts.includes(part), part);
    }
    assertEquals(parts.filter((part) => /^(?:button|link|searchbox|image|columnheader) $/.test(part)), []);
    assertEquals(parts.filter((part) => part.startsWith("status ")).length, 2);
  });

  await t.test("leads to the exporter's pages, and asks for nothing from elsewhere", async () => {
    const hrefs = await tab.evaluate(`[...document.querySelectorAll("header a")].map((a) => a.href)`);
    assertEquals(hrefs, ["metrics", "-/healthy", "-/ready", "probe"].map((path) => server.url + path));
    assertClean(tab, server);
  });

  await t.test("keeps to its policy", async () => {
    const results = await tab.evaluate<string[]>(`(async () => {
      const tries = [
        () => document.body.innerHTML = "a",
        () => eval("1"),
        () => fetch("http://127.0.0.1:1/"),
      ];
      return await Promise.all(tries.map(async (attempt) => {
        try { await attempt(); return "done"; } catch (error) { return error.name; }
      }));
    })()`);
    assertEquals(results, ["TypeError", "EvalError", "TypeError"]);
    assert(tab.complaints.some((text) => text.includes("Content Security Policy")));
  });
});

test("the landing page and hostile texts", { skip: missing("chromium") }, async () => {
  const registry = new Registry();
  const inNames = HOSTILE_TEXTS.filter((text) => !text.includes("\0"));
  const texts = [...inNames, MARKUP, "javascript:alert(1)", "\u202egnp.exe", "x".repeat(10_000)];
  registry.register({
    name: MARKUP,
    collect: () =>
      texts.map((text, i) => ({
        type: "gauge",
        name: `n${i}${text}`,
        help: text,
        points: [{ labels: { [`l${i}${text}`]: text }, value: i }],
      })),
  });
  const description = MARKUP;
  const exporter = defineExporter({ name: "app", version: MARKUP, description, registry, showErrors: true });
  await using server = await serve(exporter, { port: 0 });
  await using chromium = await startChromium();
  const tab = await chromium.open(server.url);
  await untilShown(tab, texts.length + 2);

  const names = await namesIn(tab);
  for (const [i, text] of texts.entries()) assert(names.includes(`n${i}${text}`), text);
  await tab.evaluate(`for (const button of document.querySelectorAll("tbody th button")) button.click()`);
  const labels = await tab.evaluate<string[]>(
    `[...document.querySelectorAll(".more .labels")].map((cell) => cell.textContent)`,
  );
  for (const text of texts) assert(labels.some((label) => label.endsWith(JSON.stringify(text))), text);
  assertEquals(await tab.evaluate("document.title"), "app exporter");
  assertEquals(await tab.evaluate(`document.querySelectorAll("img, main script, iframe").length`), 0);
  assertEquals(await tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
  assertClean(tab, server);
});

test("the landing page and 10,000 series", { skip: missing("chromium") }, async () => {
  const registry = new Registry();
  for (let i = 0; i < 200; i++) {
    const level = registry.gauge({ name: `load_${i}`, help: "Test.", labelNames: ["place"] });
    for (let place = 0; place < (i === 0 ? 8050 : 10); place++) level.set({ place }, place);
  }
  await using server = await serve(defineExporter({ name: "load", registry }), { port: 0 });
  await using chromium = await startChromium();
  const tab = await chromium.open(server.url);
  await untilShown(tab, 50);

  assertMatch(await textOf(tab, "#figures"), /^10,040 series of 200 metrics/);
  await tab.click("#families > .pager button:last-child");
  assertStringIncludes(await textOf(tab, "#families > .pager"), "51–100 of 200");
  await tab.click("#search");
  await tab.type("place=8049");
  assertEquals(await textOf(tab, "#found"), "1 of 200 metrics, 1 series");
  await tab.press("Escape");
  await tab.click(`${family(1)} th button`);
  assertStringIncludes(await textOf(tab, `${family(1)} .pager`), "1–20 of 8,050");
  await tab.click(`${family(1)} .pager button:last-child`);
  assertStringIncludes(await textOf(tab, `${family(1)} .more`), 'place="20"');
  assert(await tab.evaluate<number>(`document.querySelectorAll("*").length`) < 3000);
  await untilIn(tab, `document.querySelector("#problems summary").innerText.includes("warning")`);
  await tab.click("#problems summary");
  await tab.click("#problems li a");
  await untilIn(tab, `document.querySelector("#search").value === "load_0"`);
  assertClean(tab, server);
});

test("the landing page of an exporter that goes away", { skip: missing("chromium") }, async () => {
  const registry = new Registry();
  registry.gauge({ name: "app_active_users", help: "Active users." }).set(3);
  const exporter = defineExporter({ name: "app", registry });
  let isBroken = false;
  const fetch = (request: Request) => isBroken ? new Response("Busy", { status: 503 }) : exporter.fetch(request);
  await using server = await serve({ fetch }, { port: 0 });
  await using chromium = await startChromium();
  const tab = await chromium.open(server.url);
  await untilShown(tab, 1);

  isBroken = true;
  await tab.click("#refresh");
  await untilIn(tab, `document.querySelector("#state").className === "unreachable"`);
  const text = await textOf(tab, "#state");
  assertMatch(text, /^Cannot load the metrics \(HTTP status 503\)\. Next attempt at .*\. The values below are from /);
  assertEquals(await namesIn(tab), ["app_active_users"]);
  isBroken = false;
  await untilIn(tab, `document.querySelector("#state").innerText === "Live"`);
});

test("the landing page under a prefix", { skip: missing("chromium") }, async () => {
  const registry = new Registry();
  registry.gauge({ name: "app_active_users", help: "Active users." }).set(3);
  const exporter = defineExporter({ name: "app", registry });
  const fetch = (request: Request) => {
    const { pathname, origin } = new URL(request.url);
    if (!pathname.startsWith("/app/")) return new Response("Not found", { status: 404 });
    return exporter.fetch(new Request(origin + pathname.slice("/app".length), { headers: request.headers }));
  };
  await using server = await serve({ fetch }, { port: 0 });
  await using chromium = await startChromium();
  const tab = await chromium.open(`${server.url}app/`);
  await untilShown(tab, 1);
  assertEquals(tab.complaints, []);
  assertEquals(await tab.evaluate(`document.querySelector("header a").href`), `${server.url}app/metrics`);
});
