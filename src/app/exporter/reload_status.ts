import { type Clock, systemClock } from "../../model/clock.ts";
import type { RegistryView } from "../../registry/registry_view.ts";

/** Tells in metrics how it goes with configurations that are read again while the program runs. */
export class ReloadStatus {
  readonly #failed = new Set<string>();
  readonly #report: (isSuccess: boolean) => void;

  /**
   * @param registry Where the metrics are; those who share it share them
   * @param clock Where time comes from
   */
  constructor(registry: Pick<RegistryView, "gauge">, clock: Clock = systemClock) {
    const successful = registry.gauge({
      name: "webprom_config_last_reload_successful",
      help: "Whether the last attempt to read the configuration succeeded.",
    });
    const succeededAt = registry.gauge({
      name: "webprom_config_last_reload_success_timestamp_seconds",
      help: "When the configuration was last read with success.",
      unit: "seconds",
    });
    this.#report = (isSuccess) => {
      successful.set(isSuccess ? 1 : 0);
      if (isSuccess) succeededAt.set(clock.now() / 1000);
    };
  }

  /**
   * Takes down how an attempt went. Where there are several configurations, all must be right.
   *
   * @param name Which configuration
   * @param isSuccess Whether it could be read
   */
  report(name: string, isSuccess: boolean): void {
    if (isSuccess) this.#failed.delete(name);
    else this.#failed.add(name);
    this.#report(this.#failed.size === 0);
  }
}
