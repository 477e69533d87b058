import { Histogram } from "../metrics/histogram.ts";
import { attempt } from "./_attempt.ts";
import type { MakePart } from "./_part.ts";
import type { GcKind } from "./probe.ts";

const KINDS: readonly GcKind[] = ["incremental", "major", "minor", "weakcb"];

/** Reports the duration of every garbage collection. */
export function gcPart(prefix: string): MakePart {
  const name = `${prefix}_gc_duration_seconds`;
  return ({ probe: { watchGc }, clock, isWanted, gcBuckets: buckets, native }) => {
    if (watchGc === undefined || !isWanted(name)) return undefined;
    const help = "Garbage collection duration by kind, one of major, minor, incremental or weakcb.";
    const labelValues = { kind: KINDS };
    const durations = new Histogram({
      name,
      help,
      unit: "seconds",
      labelNames: ["kind"],
      labelValues,
      buckets,
      native,
      clock,
    });
    const watch = attempt(() => watchGc((kind, seconds) => durations.observe({ kind }, seconds)));
    return watch && {
      collect() {
        watch.flush();
        return durations.collect();
      },
      stop: watch.stop,
    };
  };
}
