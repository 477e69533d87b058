import type { Exemplar } from "../../model/exemplar.ts";
import type { CompositeValue } from "./_composite_value.ts";

/** Role of a sample in its family. */
export type Role = "bucket" | "composite" | "count" | "created" | "quantile" | "state" | "sum" | "value";

/** Content of a sample line, except its labels. One object is reused for all lines. */
export interface Sample {
  role: Role;
  /** Name of the sample, including its suffix. */
  name: string;
  /** Value of the label that is reserved by the family's type, such as `le`. */
  own: string;
  /** Value of the sample; for a `created` sample, the time in milliseconds. */
  value: number;
  composite: CompositeValue | undefined;
  timestampMs: number | undefined;
  /** Timestamp as written in the text, which may be more precise. */
  timestampText: string;
  createdMs: number | undefined;
  exemplars: readonly Exemplar[];
}
