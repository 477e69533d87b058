import { expose } from "../../exposition/expose.ts";
import { maskSecrets } from "../config/mask_secrets.ts";
import type { ProbeResult } from "./_run_probe.ts";
import type { ProbeModule } from "./prober.ts";

/** Formats log, metrics and configuration of a probe like blackbox_exporter. */
export async function debugReport(result: ProbeResult, module: ProbeModule): Promise<string> {
  const metrics = await expose({ gather: () => Promise.resolve(result.families) });
  const { config = { ...module } } = module;
  const sections = {
    "Logs for the probe": result.log,
    "Metrics that would have been returned": metrics,
    "Module configuration": JSON.stringify(maskSecrets(config), null, 2),
  };
  return Object.entries(sections).map(([title, text]) => `${title}:\n${text}`).join("\n\n\n");
}
