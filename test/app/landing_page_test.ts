import { describe, it } from "node:test";
import { assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import { type LandingPage, landingPage } from "../../src/app/landing_page.ts";

async function page(options: Partial<LandingPage> = {}): Promise<string> {
  return String(await landingPage({ name: "app", links: [], ...options }));
}

describe("landingPage()", () => {
  it("says name, version and description", async () => {
    const text = await page({ version: "1.2.3", description: "Orders of a shop." });

    assertStringIncludes(text, "<title>app exporter</title>");
    assertStringIncludes(text, "<h1>app exporter</h1>");
    assertStringIncludes(text, "<p>Version 1.2.3</p>");
    assertStringIncludes(text, "<p>Orders of a shop.</p>");
  });

  it("leaves out what it is not told", async () => {
    assertNotMatch(await page({ version: undefined, description: undefined }), /Version|undefined|null|false|<p>/);
  });

  it("lists the links in their order", async () => {
    const text = await page({
      links: [{ href: "/metrics", text: "Metrics" }, { href: "/probe", text: "Probe", description: "One target" }],
    });

    assertEquals(text.match(/<li>.*<\/li>/g), [
      '<li><a href="/metrics">Metrics</a></li>',
      '<li><a href="/probe">Probe</a>: One target</li>',
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

    assertNotMatch(text, /<script|&"|"'/);
    assertEquals(text.split("&lt;script&gt;&amp;&quot;&#39;").length - 1, 7);
  });
});
