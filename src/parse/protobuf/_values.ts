import type { Exemplar } from "../../model/exemplar.ts";
import type { CounterPoint, Point, PointHead, QuantileValue, SummaryPoint } from "../../model/metric_family.ts";
import { COUNTER, type Field, GAUGE, QUANTILE, SUMMARY, UNTYPED } from "../../model/protobuf_schema.ts";
import { type Mutable, readExemplar, readTime } from "./_parts.ts";
import type { ProtobufReader } from "./reader.ts";

/** Creates an error about a point. */
export type Fail = (problem: string) => Error;

/** Value of a point. Like any protobuf message, it may be split into several parts. */
export interface ValueMessage {
  /** Reads a part. */
  read(reader: ProtobufReader): void;
  /** Adds everything that was read to a point. */
  addTo(point: Mutable<PointHead>, fail: Fail): void;
}

/** Value that is a single number. */
abstract class NumberMessage implements ValueMessage {
  abstract readonly field: Field<"double">;
  #value = 0;

  read(reader: ProtobufReader): void {
    const outer = reader.open();
    while (!reader.isAtEnd) {
      const tag = reader.tag();
      if (tag === this.field.tag) this.#value = reader.double();
      else reader.skip(tag);
    }
    reader.close(outer);
  }

  addTo(point: Mutable<PointHead>): void {
    (point as Mutable<Point>).value = this.#value;
  }
}

/** Value of a gauge. */
export class GaugeMessage extends NumberMessage {
  readonly field: Field<"double"> = GAUGE.value;
}

/** Value of a point of unknown type. */
export class UntypedMessage extends NumberMessage {
  readonly field: Field<"double"> = UNTYPED.value;
}

/** Value of a counter. */
export class CounterMessage implements ValueMessage {
  #value = 0;
  #exemplar: Exemplar | undefined;
  #createdMs: number | undefined;

  read(reader: ProtobufReader): void {
    const outer = reader.open();
    while (!reader.isAtEnd) {
      const tag = reader.tag();
      switch (tag) {
        case COUNTER.value.tag:
          this.#value = reader.double();
          break;
        case COUNTER.exemplar.tag:
          this.#exemplar = readExemplar(reader);
          break;
        case COUNTER.created_timestamp.tag:
          this.#createdMs = readTime(reader);
          break;
        default:
          reader.skip(tag);
      }
    }
    reader.close(outer);
  }

  addTo(point: Mutable<PointHead>): void {
    const counter = point as Mutable<CounterPoint>;
    counter.value = this.#value;
    if (this.#exemplar !== undefined) counter.exemplar = this.#exemplar;
    if (this.#createdMs !== undefined) counter.createdMs = this.#createdMs;
  }
}

/** Value of a summary. */
export class SummaryMessage implements ValueMessage {
  readonly #quantiles: QuantileValue[] = [];
  #count = 0;
  #sum = 0;
  #createdMs: number | undefined;

  read(reader: ProtobufReader): void {
    const outer = reader.open();
    while (!reader.isAtEnd) {
      const tag = reader.tag();
      switch (tag) {
        case SUMMARY.sample_count.tag:
          this.#count = reader.uint();
          break;
        case SUMMARY.sample_sum.tag:
          this.#sum = reader.double();
          break;
        case SUMMARY.quantile.tag:
          this.#quantiles.push(readQuantile(reader));
          break;
        case SUMMARY.created_timestamp.tag:
          this.#createdMs = readTime(reader);
          break;
        default:
          reader.skip(tag);
      }
    }
    reader.close(outer);
  }

  addTo(point: Mutable<PointHead>): void {
    const summary = point as Mutable<SummaryPoint>;
    summary.count = this.#count;
    summary.sum = this.#sum;
    summary.quantiles = this.#quantiles;
    if (this.#createdMs !== undefined) summary.createdMs = this.#createdMs;
  }
}

function readQuantile(reader: ProtobufReader): QuantileValue {
  const quantile: Mutable<QuantileValue> = { quantile: 0, value: 0 };
  const outer = reader.open();
  while (!reader.isAtEnd) {
    const tag = reader.tag();
    switch (tag) {
      case QUANTILE.quantile.tag:
        quantile.quantile = reader.double();
        break;
      case QUANTILE.value.tag:
        quantile.value = reader.double();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.close(outer);
  return quantile;
}
