import { type Clock, systemClock } from "../../model/clock.ts";
import type { RegistryView } from "../../registry/registry_view.ts";

/** Reports the outcome of configuration reloads as metrics. */
export class ReloadStatus {
  readonly #failed = new Set<string>();
  readonly #report: (isSuccess: boolean) => void;

  /**
   * @param registry Registry of the metrics; instances with the same registry share them
   * @param clock Source of time
   */
  constructor(registry: Pick<RegistryView, "gauge">, clock: Clock = systemClock) {
    const successful = registry.gauge({
      name: "webprom_config_last_reload_successful",
      help: "Whether the last configuration reload was successful.",
    });
    const succeededAt = registry.gauge({
      name: "webprom_config_last_reload_success_timestamp_seconds",
      help: "Unix time of the last successful configuration reload, in seconds.",
      unit: "seconds",
    });
    this.#report = (isSuccess) => {
      successful.set(isSuccess ? 1 : 0);
      if (isSuccess) succeededAt.set(clock.now() / 1000);
    };
  }

  /**
   * Records the outcome of a reload. With several configurations, all must have succeeded.
   *
   * @param name Name of the configuration
   * @param isSuccess Whether the reload succeeded
   */
  report(name: string, isSuccess: boolean): void {
    if (isSuccess) this.#failed.delete(name);
    else this.#failed.add(name);
    this.#report(this.#failed.size === 0);
  }
}
