import type { RememberingFormat } from "../format.ts";
import { ProtobufEncoder } from "./_encoder.ts";

/**
 * The protobuf format, the only one from which every Prometheus that supports native histograms reads them.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#protobuf-format
 */
export const PROTOBUF: RememberingFormat = {
  contentType: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
  encode: (families, options) => new ProtobufEncoder({ ...options, maxBytes: 0 }).encode(families),
  encoder: (options) => new ProtobufEncoder(options),
};
