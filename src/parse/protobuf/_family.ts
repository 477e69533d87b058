import type { MetricFamily, MetricType, PointHead } from "../../model/metric_family.ts";
import { type Field, METRIC, METRIC_FAMILY, TYPE_WORDS, type TypeWord } from "../../model/protobuf_schema.ts";
import { reservedLabel } from "../../model/sample_names.ts";
import { HistogramMessage } from "./_histogram.ts";
import { type Mutable, readLabel } from "./_parts.ts";
import type { ProtobufReader } from "./reader.ts";
import { CounterMessage, GaugeMessage, SummaryMessage, UntypedMessage, type ValueMessage } from "./_values.ts";

/**
 * Reads a family. Its points are read last, because the type may come after them.
 *
 * @throws {ParseError} If the message is not a valid family
 */
export function readFamily(reader: ProtobufReader): MetricFamily {
  let [name, help, unit] = ["", "", ""];
  let type = 0;
  const metrics: number[] = [];
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag) {
      case METRIC_FAMILY.name.tag:
        name = reader.string();
        break;
      case METRIC_FAMILY.help.tag:
        help = reader.string();
        break;
      case METRIC_FAMILY.type.tag:
        type = reader.int();
        break;
      case METRIC_FAMILY.unit.tag:
        unit = reader.string();
        break;
      case METRIC_FAMILY.metric.tag:
        if (metrics.push(reader.position) > reader.limits.maxSamples) {
          throw reader.error(reader.limits.problem("maxSamples"));
        }
        reader.skip(tag);
        break;
      default:
        reader.skip(tag);
    }
  }
  if (name === "") throw reader.error("family has no name", 0);
  const word = TYPE_WORDS[type];
  if (word === undefined) throw reader.error(`type of family "${name}" is unknown, current value is ${type}`, 0);
  const points = metrics.map((position) => {
    reader.seek(position);
    return readPoint(reader, name, KINDS[word]);
  });
  return { type: KINDS[word].type, name, help, ...unit !== "" && { unit }, points } as MetricFamily;
}

/** Properties of a type that its points are read by. */
interface PointKind {
  readonly type: MetricType;
  /** Field of a metric that contains the value of a point. */
  readonly field: Field<"message">;
  readonly Message: new () => ValueMessage;
}

const KINDS: Readonly<Record<TypeWord, PointKind>> = {
  COUNTER: { type: "counter", field: METRIC.counter, Message: CounterMessage },
  GAUGE: { type: "gauge", field: METRIC.gauge, Message: GaugeMessage },
  GAUGE_HISTOGRAM: { type: "gaugehistogram", field: METRIC.histogram, Message: HistogramMessage },
  HISTOGRAM: { type: "histogram", field: METRIC.histogram, Message: HistogramMessage },
  SUMMARY: { type: "summary", field: METRIC.summary, Message: SummaryMessage },
  UNTYPED: { type: "unknown", field: METRIC.untyped, Message: UntypedMessage },
};

function readPoint(reader: ProtobufReader, family: string, { type, field, Message }: PointKind): PointHead {
  const start = reader.position;
  const labels: Record<string, string> = {};
  const point: Mutable<PointHead> = { labels };
  let message: ValueMessage | undefined;
  const outer = reader.open();
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag) {
      case METRIC.label.tag:
        readLabel(reader, labels);
        break;
      case METRIC.timestamp_ms.tag:
        point.timestampMs = reader.int();
        break;
      case field.tag:
        message ??= new Message();
        message.read(reader);
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.close(outer);
  const fail = (problem: string) => reader.error(`point of family "${family}" is wrong: ${problem}`, start);
  if (message === undefined) throw fail(`it has no value of a ${type}`);
  const reserved = reservedLabel(type, family);
  if (reserved !== undefined && Object.hasOwn(labels, reserved)) throw fail(`label "${reserved}" is reserved`);
  message.addTo(point, fail);
  return point;
}
