import { Histogram } from "../metrics/histogram.ts";
import { counter } from "./_families.ts";
import type { MakePart } from "./_part.ts";
import { startPulse } from "./_pulse.ts";

/** Maximum number of samples without delay that are buffered. */
const MAX_ZEROS = 1000;

/** Reports the event loop delay. */
export function delayPart(prefix: string): MakePart {
  const name = `${prefix}_eventloop_delay_seconds`;
  return ({ probe: { loop }, clock, isWanted, delayBuckets: buckets, native }) => {
    if (loop === undefined || !isWanted(name)) return undefined;
    const help = "Event loop delay in seconds.";
    const delay = new Histogram({ name, help, unit: "seconds", buckets, native, clock });
    // Most samples are 0. They are buffered, because on an idle machine every cache miss is expensive.
    let zeros = 0;
    function flush(): void {
      for (; zeros > 0; zeros--) delay.observe(0);
    }
    const stop = startPulse(loop, clock, (lagMs) => {
      if (lagMs > 0) delay.observe(lagMs / 1000);
      else if (++zeros === MAX_ZEROS) flush();
    });
    function collect(): ReturnType<typeof delay.collect> {
      flush();
      return delay.collect();
    }
    return { collect, stop };
  };
}

/**
 * Reports the active and idle time of the event loop, if the runtime knows it. The rate of `active` is the utilization.
 */
export function loopTimePart(prefix: string): MakePart {
  return ({ probe: { loop } }) =>
    loop?.times && {
      collect() {
        const times = loop.times?.();
        return counter(
          `${prefix}_eventloop_time_seconds_total`,
          "Time the event loop spent in each state, in seconds.",
          [
            { labels: { state: "active" }, value: times?.activeSeconds ?? NaN },
            { labels: { state: "idle" }, value: times?.idleSeconds ?? NaN },
          ],
        );
      },
    };
}
