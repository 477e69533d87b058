import type { Exemplar } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type { CounterPoint, HistogramPoint, MetricFamily, Point, SummaryPoint } from "../model/metric_family.ts";

/** Labels of a series do not change, so their text is kept. */
const TEXTS = new WeakMap<Labels, string>();

/** Writes a family in the layout of prom-client: `le` and `quantile` first, labels in the order in which they were given. */
export function textOf(family: MetricFamily, added: Labels, isOpenMetrics: boolean): string {
  const { type, help } = family;
  const name = isOpenMetrics && type === "counter" ? family.name.replace(/_total$/, "") : family.name;
  const hasAdded = Object.keys(added).length > 0;
  let text = `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}`;

  const labelsOf = (labels: Labels) => hasAdded ? pairsOf({ ...labels, ...added, ...labels }) : keptPairsOf(labels);
  const line = (sample: string, pairs: string, value: number, exemplar?: Exemplar) => {
    text += `\n${sample}${pairs === "" ? "" : `{${pairs}}`} ${numberOf(value)}`;
    if (exemplar !== undefined && isOpenMetrics) {
      text += ` # {${pairsOf(exemplar.labels)}} ${numberOf(exemplar.value)} ${(exemplar.timestampMs ?? 0) / 1000}`;
    }
  };

  switch (type) {
    case "counter": {
      const sample = isOpenMetrics ? `${name}_total` : name;
      for (const { labels, value, exemplar } of family.points as Iterable<CounterPoint>) {
        line(sample, labelsOf(labels), value, exemplar);
      }
      break;
    }
    case "histogram": {
      const les = new Map<ArrayLike<number>, readonly string[]>();
      for (const { labels, sum, bounds, counts, exemplars } of family.points as Iterable<HistogramPoint>) {
        // In histograms, the original writes the labels of the registry first.
        const pairs = hasAdded ? pairsOf({ ...without(added, labels), ...labels }) : keptPairsOf(labels);
        const rest = pairs === "" ? "" : `,${pairs}`;
        let starts = les.get(bounds);
        if (starts === undefined) les.set(bounds, starts = [...Array.from(bounds), "+Inf"].map((le) => `le="${le}"`));
        let total = 0;
        for (let i = 0; i < starts.length; i++) {
          total += counts[i] as number;
          line(`${name}_bucket`, starts[i] + rest, total, exemplars?.[i]);
        }
        line(`${name}_sum`, pairs, sum);
        line(`${name}_count`, pairs, total);
      }
      break;
    }
    case "summary":
      for (const { labels, sum, count, quantiles } of family.points as Iterable<SummaryPoint>) {
        const pairs = labelsOf(labels);
        const rest = pairs === "" ? "" : `,${pairs}`;
        for (const { quantile, value } of quantiles) line(name, `quantile="${quantile}"${rest}`, value);
        line(`${name}_sum`, pairs, sum);
        line(`${name}_count`, pairs, count);
      }
      break;
    default:
      for (const { labels, value } of family.points as Iterable<Point>) line(name, labelsOf(labels), value);
  }
  return text;
}

function without(labels: Labels, others: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !Object.hasOwn(others, name)));
}

function keptPairsOf(labels: Labels): string {
  let text = TEXTS.get(labels);
  if (text === undefined) TEXTS.set(labels, text = pairsOf(labels));
  return text;
}

function pairsOf(labels: Labels): string {
  return Object.entries(labels).map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`).join(",");
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function numberOf(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}
