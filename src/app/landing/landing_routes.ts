import { Hono } from "hono";
import type { Format } from "../../exposition/format.ts";
import type { HandlerOptions } from "../../http/handler_options.ts";
import { scrapeHandler } from "../../http/metrics_handler.ts";
import { lint } from "../../lint/lint.ts";
import type { Gatherer } from "../../model/collector.ts";
import type { CounterFamily, MetricFamily, PointHead } from "../../model/metric_family.ts";
import type { HostEnv } from "../exporter/host.ts";
import type { PageProblem, ProblemsAnswer } from "./_answers.ts";
import { type Asset, ASSETS } from "./_assets.ts";
import { familiesJson } from "./_families_json.ts";
import { shareRoom } from "./_share_room.ts";
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
  app.get("/", (c) => {
    const isPartial = page.isPartial !== false && c.env.host?.isOneOfSeveral === true;
    return c.html(landingPage({ ...page, isPartial }), 200, PAGE_HEADERS);
  });
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

/** Maximum number of series to lint: more would block other requests for too long. */
const MAX_SERIES = 2000;

/** Number of series above which a family gets a warning. */
const MANY_SERIES = 1000;

const MAX_PROBLEMS = 200;

/** A format that writes lint warnings about the families, {@linkcode ProblemsAnswer}, instead of the families. */
export const PROBLEMS_JSON: Format = {
  contentType: "application/json",
  encode(families) {
    const problems = findProblems([...families]);
    const answer: ProblemsAnswer = { count: problems.length, problems: problems.slice(0, MAX_PROBLEMS) };
    return [new TextEncoder().encode(JSON.stringify(answer))];
  },
};

function findProblems(families: readonly MetricFamily[]): PageProblem[] {
  const points = families.map((family) => [...family.points as Iterable<PointHead>]);
  const shares = shareRoom(points.map(({ length }) => length), MAX_SERIES);
  const some = families.map((family, i) => ({ ...family, points: points[i]?.slice(0, shares[i]) }) as MetricFamily);
  return [
    ...families.flatMap(({ name }, i) => findTooManySeries(name, points[i]?.length ?? 0)),
    ...families.flatMap((family) => family.name === "webprom_series_overflow_total" ? findOverflows(family) : []),
    // The rule `series-count` would count the linted series only.
    ...lint(some, { disable: ["series-count"] }).map(({ metric, severity, message, fix }) => ({
      metric,
      severity,
      message,
      fix,
    })),
  ];
}

function findTooManySeries(metric: string, series: number): PageProblem[] {
  if (series <= MANY_SERIES) return [];
  const message = `has ${series} series, each of which costs memory here and in Prometheus`;
  return [{ metric, severity: "warning", message, fix: "Remove the label with the most values, or limit its values." }];
}

function findOverflows(family: MetricFamily): PageProblem[] {
  return [...(family as CounterFamily).points].filter(({ value }) => value > 0).map(({ labels, value }) => ({
    metric: labels.metric ?? family.name,
    severity: "warning",
    message: `has reached its series limit: ${value} writes went to its overflow series`,
    fix: "Raise `maxSeries`, or remove the label with the most values.",
  }));
}
