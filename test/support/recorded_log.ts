import { type Logger, type LogLevel, makeLogger } from "../../src/app/log/logger.ts";

/** A logger that keeps its lines. */
export interface RecordedLog {
  readonly logger: Logger;
  /** What was logged, without the time. */
  readonly lines: readonly string[];
}

/** Makes a logger without a terminal. */
export function recordLog(level: LogLevel = "debug"): RecordedLog {
  const lines: string[] = [];
  const logger = makeLogger({ write: (line) => lines.push(line.replace(/^time=\S+ level=/, "")), level });
  return { logger, lines };
}
