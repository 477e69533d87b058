import type { Case } from "../case.ts";
import { MESSAGES } from "./messages.ts";
import { WIRE } from "./wire.ts";

/**
 * Delimited protobuf, by subject. What is expected stands as OpenMetrics 2.0, which tells all of it.
 *
 * @see https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto
 */
export const PROTOBUF_CASES: Readonly<Record<string, readonly Case[]>> = { wire: WIRE, messages: MESSAGES };
