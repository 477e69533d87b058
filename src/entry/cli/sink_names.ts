/** Receivers that `webprom push` knows. */
export const SINK_NAMES = ["otlp", "pushgateway", "remote-write", "textfile", "victoriametrics"] as const;

/** Name of a receiver. */
export type SinkName = typeof SINK_NAMES[number];
