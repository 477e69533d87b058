import type { RememberingFormat } from "./format.ts";
import { OPENMETRICS, OPENMETRICS_0_0_1 } from "./text/openmetrics.ts";
import { OPENMETRICS_2_0_0 } from "./text/openmetrics_2.ts";
import { PROTOBUF } from "./protobuf/protobuf.ts";
import { PROTOBUF_COMPACT, PROTOBUF_TEXT } from "./protobuf/prototext.ts";
import { TEXT, TEXT_1_0_0 } from "./text/text.ts";

/** Names of the formats. */
export type FormatName =
  | "text"
  | "text-1.0.0"
  | "openmetrics"
  | "openmetrics-0.0.1"
  | "openmetrics-2.0.0"
  | "protobuf"
  | "protobuf-text"
  | "protobuf-compact";

/** All formats; the first is the default. */
export const FORMATS: Readonly<Record<FormatName, RememberingFormat>> = {
  text: TEXT,
  "text-1.0.0": TEXT_1_0_0,
  openmetrics: OPENMETRICS,
  "openmetrics-0.0.1": OPENMETRICS_0_0_1,
  "openmetrics-2.0.0": OPENMETRICS_2_0_0,
  protobuf: PROTOBUF,
  "protobuf-text": PROTOBUF_TEXT,
  "protobuf-compact": PROTOBUF_COMPACT,
};
