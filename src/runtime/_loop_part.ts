import { Histogram } from "../metrics/histogram.ts";
import { counter } from "./_families.ts";
import type { MakePart } from "./_part.ts";
import { startPulse } from "./_pulse.ts";

/** How many looks that found nothing are counted later. */
const MAX_ZEROS = 1000;

/** Tells how long what is due waits for the event loop. */
export function delayPart(prefix: string): MakePart {
  const name = `${prefix}_eventloop_delay_seconds`;
  return ({ probe: { loop }, clock, isWanted, delayBuckets: buckets, native }) => {
    if (loop === undefined || !isWanted(name)) return undefined;
    const help =
      "Time that what is due waits for the event loop, sampled while it is busy, each turn of it while it is idle.";
    const delay = new Histogram({ name, help, unit: "seconds", buckets, native, clock });
    // Most looks find nothing, and on an idle machine all that is not in the cache is dear.
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

/** Tells how the event loop spends its time, where the runtime knows: the utilization is the rate of the active state. */
export function loopTimePart(prefix: string): MakePart {
  return ({ probe: { loop } }) =>
    loop?.times && {
      collect() {
        const times = loop.times?.();
        return counter(`${prefix}_eventloop_time_seconds_total`, "Time that the event loop was in each state.", [
          { labels: { state: "active" }, value: times?.activeSeconds ?? NaN },
          { labels: { state: "idle" }, value: times?.idleSeconds ?? NaN },
        ]);
      },
    };
}
