import type { EscapingScheme } from "../../model/escaping.ts";
import type { Labels } from "../../model/labels.ts";
import { type Field, LABEL_PAIR } from "../../model/protobuf_schema.ts";
import type { ProtobufWriter } from "./writer.ts";
import { wireLabelNames } from "../wire_names.ts";

/** Writes label sets. They mostly have the same names, which are sorted and escaped once. */
export class PairWriter {
  readonly #escaping: EscapingScheme;
  #given: readonly string[] = [];
  #sorted: readonly string[] = [];
  #wireNames: readonly string[] = [];

  constructor(escaping: EscapingScheme) {
    this.#escaping = escaping;
  }

  /** Writes labels, sorted by name. */
  write(out: ProtobufWriter, field: Field<"message">, labels: Labels): void {
    const names = Object.keys(labels);
    if (!isSameList(names, this.#given)) this.#setNames(names);
    for (let i = 0; i < this.#sorted.length; i++) {
      const pair = out.open(field);
      out.string(LABEL_PAIR.name, this.#wireNames[i] as string);
      out.string(LABEL_PAIR.value, labels[this.#sorted[i] as string] as string);
      out.close(pair);
    }
  }

  #setNames(names: readonly string[]): void {
    this.#given = names;
    this.#sorted = names.toSorted();
    this.#wireNames = wireLabelNames(this.#sorted, this.#escaping);
  }
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
