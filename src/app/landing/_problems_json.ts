import type { Format } from "../../exposition/format.ts";
import { lint } from "../../lint/lint.ts";
import type { CounterFamily, MetricFamily, PointHead } from "../../model/metric_family.ts";
import type { PageProblem, ProblemsAnswer } from "./_answers.ts";
import { shareRoom } from "./_share_room.ts";

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
