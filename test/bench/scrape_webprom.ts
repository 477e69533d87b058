/** Scrapes of this package. */
import { FORMATS, metricsHandler, Registry } from "../../mod.ts";
import { bind, mover, type Shape } from "./shapes.ts";
import type { FormatWord, Scraped } from "./works.ts";

const help = "Help.";

/** Makes a registry that can be scraped. */
export function scraped(shape: Shape, format: FormatWord): Scraped {
  const registry = new Registry();
  const series = bind(shape, {
    counter: (name, labelNames) => registry.counter({ name: name as `${string}_total`, help, labelNames }),
    histogram: (name, labelNames) => registry.histogram({ name, help, labelNames }),
  });
  const encoder = FORMATS[format].encoder();
  return {
    change: mover(series, shape.movement),
    async encode() {
      let length = 0;
      for (const piece of encoder.encode(await registry.gather())) length += piece.length;
      return length;
    },
    handle: metricsHandler(registry),
  };
}
