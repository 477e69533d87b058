import { Hono } from "hono";
import type { HandlerOptions } from "../../http/handler_options.ts";
import { scrapeHandler } from "../../http/metrics_handler.ts";
import type { Gatherer } from "../../model/collector.ts";
import type { HostEnv } from "../exporter/host.ts";
import { type Asset, ASSETS } from "./_assets.ts";
import { familiesJson } from "./_families_json.ts";
import { PROBLEMS_JSON } from "./_problems_json.ts";
import { CONTENT_POLICY } from "./content_policy.ts";
import { type LandingPage, landingPage } from "./landing_page.ts";
import type { LastFailures } from "./last_failures.ts";

const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-cache",
  "content-security-policy": CONTENT_POLICY,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Options of the landing page. */
export interface LandingOptions {
  /** Content of the page. */
  readonly page: LandingPage;
  /** Source of the metrics. */
  readonly gatherer: Gatherer;
  /** Last failures of collectors, recorded by the `onError` hook of `scrapes`. */
  readonly failures: LastFailures;
  /** Options of scrapes. The page's script gets its data from a scrape handler with its own formats. */
  readonly scrapes: HandlerOptions;
}

/**
 * Serves the landing page, and its files and data below `/-/page/`.
 *
 * @param options Content and data sources
 * @returns The routes
 */
export function landingRoutes({ page, gatherer, failures, scrapes }: LandingOptions): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  app.get("/", (c) => c.html(landingPage(page), 200, PAGE_HEADERS));
  for (const asset of ASSETS) app.get(`/-/page/${asset.name}`, (c) => serveAsset(c.req.raw, asset));
  // The page shows the other collectors if some fail, and does not count as a scrape.
  const common = { ...scrapes, errorPolicy: "continue", selfMetrics: undefined } as const;
  for (const [name, format] of Object.entries({ families: familiesJson(failures), problems: PROBLEMS_JSON })) {
    const handle = scrapeHandler(gatherer, { ...common, formats: [format] });
    app.all(`/-/page/${name}`, (c) => handle(c.req.raw, scrapes.compressions ?? c.env.host?.compressions));
  }
  return app;
}

function serveAsset({ headers }: Request, { type, etag, text }: Asset): Response {
  const known = headers.get("if-none-match")?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  const common = { "cache-control": "no-cache", etag };
  if (known.includes(etag) || known.includes("*")) return new Response(null, { status: 304, headers: common });
  return new Response(text, { headers: { ...common, "content-type": type, "x-content-type-options": "nosniff" } });
}
