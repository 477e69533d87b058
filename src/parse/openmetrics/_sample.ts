import type { Exemplar } from "../../model/exemplar.ts";
import type { CompositeValue } from "./_composite_value.ts";

/** What a sample is to its family. */
export type Role = "bucket" | "composite" | "count" | "created" | "quantile" | "state" | "sum" | "value";

/** What a line says beside a name and labels; one object for all lines. */
export interface Sample {
  role: Role;
  /** The sample's name. */
  name: string;
  /** Value of the label that the family's type uses itself. */
  own: string;
  /** The number; a created time in milliseconds. */
  value: number;
  composite: CompositeValue | undefined;
  timestampMs: number | undefined;
  /** The timestamp as it stands in the text, which may be more exact. */
  timestampText: string;
  createdMs: number | undefined;
  exemplars: readonly Exemplar[];
}
