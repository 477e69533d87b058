import { aggregated, counter, gauge, ofProcess } from "./_families.ts";
import type { CounterFamily, GaugeFamily } from "../model/metric_family.ts";
import type { Part, Setting } from "./_part.ts";
import type { CgroupReading, PressureReading } from "./probe.ts";

/** Names of all families of this part. */
const NAMES: readonly string[] = [
  ...["cpu_periods_total", "cpu_throttled_periods_total", "cpu_throttled_seconds_total", "cpu_limit_cores"],
  ...["memory_usage_bytes", "memory_limit_bytes"],
].map((name) => `process_cgroup_${name}`).concat(
  ["cpu", "memory", "io"].flatMap((resource) =>
    ["waiting", "stalled"].map((what) => `process_pressure_${resource}_${what}_seconds_total`)
  ),
);

/**
 * Reports the control group of the process, as in a container or a systemd unit. The names end as the `container_*`
 * metrics of cAdvisor and the `node_pressure_*` metrics of node_exporter do.
 */
export function cgroupPart({ probe: { cgroup: read }, isWanted }: Setting): Part | undefined {
  if (read === undefined || !NAMES.some(isWanted)) return undefined;
  return { collect: () => ofProcess(collect(read() ?? {})) };
}

function* collect(c: CgroupReading): Iterable<CounterFamily | GaugeFamily> {
  yield* counter(
    "process_cgroup_cpu_periods_total",
    "Number of elapsed CPU quota periods of the process' cgroup.",
    c.cpuPeriods,
  );
  yield* counter(
    "process_cgroup_cpu_throttled_periods_total",
    "Number of CPU quota periods in which the process' cgroup was throttled.",
    c.cpuThrottledPeriods,
  );
  yield* counter(
    "process_cgroup_cpu_throttled_seconds_total",
    "Total time for which the process' cgroup was throttled, in seconds.",
    c.cpuThrottledSeconds,
  );
  // Several processes of one container report the same group.
  yield* aggregated("max", [
    ...gauge("process_cgroup_cpu_limit_cores", "CPU limit of the process' cgroup, in cores.", c.cpuLimitCores),
    ...gauge(
      "process_cgroup_memory_usage_bytes",
      "Memory used by the process' cgroup, including the page cache, in bytes.",
      c.memoryUsageBytes,
    ),
    ...gauge("process_cgroup_memory_limit_bytes", "Memory limit of the process' cgroup in bytes.", c.memoryLimitBytes),
  ]);
  yield* pressure("cpu", "CPU time", c.cpuPressure);
  yield* pressure("memory", "memory", c.memoryPressure);
  yield* pressure("io", "I/O", c.ioPressure);
}

function* pressure(resource: string, words: string, reading: PressureReading | undefined): Iterable<CounterFamily> {
  yield* counter(
    `process_pressure_${resource}_waiting_seconds_total`,
    `Total time in which at least one task of the process' cgroup waited for ${words}, in seconds.`,
    reading?.waitingSeconds,
  );
  yield* counter(
    `process_pressure_${resource}_stalled_seconds_total`,
    `Total time in which all tasks of the process' cgroup waited for ${words}, in seconds.`,
    reading?.stalledSeconds,
  );
}
