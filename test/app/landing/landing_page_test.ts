import { describe, it } from "node:test";
import { assertEquals, assertNotEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import { type LandingPage, landingPage } from "../../../src/app/landing/landing_page.ts";

async function page(options: Partial<LandingPage> = {}): Promise<string> {
  return String(await landingPage({ name: "app", links: [], ...options }));
}

describe("landingPage()", () => {
  it("says name, version and description", async () => {
    const text = await page({ version: "1.2.3", description: "Orders of a shop." });

    assertStringIncludes(text, "<title>app exporter</title>");
    assertStringIncludes(text, "<h1>app exporter</h1>");
    assertStringIncludes(text, '<p class="version">Version 1.2.3</p>');
    assertStringIncludes(text, '<p class="description">Orders of a shop.</p>');
  });

  it("leaves out what it is not told", async () => {
    assertNotMatch(await page({ version: undefined, description: undefined }), /Version|undefined|null|description/);
  });

  it("lists the links in their order", async () => {
    const text = await page({
      links: [{ href: "/metrics", text: "Metrics" }, { href: "/probe", text: "Probe", description: "One target" }],
    });

    assertEquals(text.match(/<li>.*<\/li>/g), [
      '<li><a href="./metrics">Metrics</a></li>',
      '<li><a href="./probe">Probe</a>: One target</li>',
    ]);
  });

  it("escapes every text", async () => {
    const hostile = `<script>&"'`;
    const text = await page({
      name: hostile,
      version: hostile,
      description: hostile,
      links: [{ href: `/${hostile}`, text: hostile, description: hostile }],
    });

    assertNotMatch(text, /<script>|&"|"'/);
    assertEquals(text.split("&lt;script&gt;&amp;&quot;&#39;").length - 1, 7);
  });

  it("has no script, style or handler in it, and nothing from elsewhere", async () => {
    const text = await page();

    assertNotMatch(text, /<style|style=|\son\w+=|https?:|<script(?![^>]* src="\.\/-\/page\/app\.js"><\/script>)/);
    const sources = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, source]) => source);
    assertEquals(sources, ["./-/page/icon.svg", "./-/page/style.css", "./-/page/app.js"]);
  });

  it("names every control, and refers to nothing that is not there", async () => {
    const text = await page();

    for (const [, id] of text.matchAll(/aria-labelledby="([^"]*)"/g)) assertStringIncludes(text, `id="${id}"`);
    for (const [input] of text.matchAll(/<input[^>]*>/g)) assertStringIncludes(input, 'aria-label="');
    for (const [, label = ""] of text.matchAll(/<button[^>]*>([^<]*)/g)) assertNotEquals(label, "");
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    assertEquals(new Set(ids).size, ids.length);
  });
});
