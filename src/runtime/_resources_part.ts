import { countWords, gauge } from "./_families.ts";
import type { MakePart } from "./_part.ts";

/** Reports the resources that keep the event loop alive. */
export function resourcesPart(prefix: string): MakePart {
  return ({ probe: { activeResources } }) =>
    activeResources && {
      collect() {
        const help = "Number of active resources that keep the event loop alive, by type.";
        return gauge(`${prefix}_active_resources`, help, countWords("type", activeResources() ?? []));
      },
    };
}
