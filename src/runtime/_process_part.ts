import { aggregated, counter, gauge, ofProcess } from "./_families.ts";
import type { CounterFamily, GaugeFamily } from "../model/metric_family.ts";
import type { Part, Setting } from "./_part.ts";
import type { ProcessReading } from "./probe.ts";

/**
 * Reports process metrics, with the names that all Prometheus clients use.
 *
 * @see https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 */
export function processPart({ probe: { process: read } }: Setting): Part | undefined {
  return read && { collect: () => ofProcess(collect(read())) };
}

function* collect(p: ProcessReading): Iterable<CounterFamily | GaugeFamily> {
  const cpuSeconds = (p.cpuUserSeconds ?? NaN) + (p.cpuSystemSeconds ?? NaN);
  yield* counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", cpuSeconds);
  yield* gauge("process_resident_memory_bytes", "Resident memory size in bytes.", p.residentBytes);
  yield* gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", p.virtualBytes);
  yield* gauge(
    "process_virtual_memory_max_bytes",
    "Maximum amount of virtual memory available in bytes.",
    p.virtualMaxBytes,
  );
  yield* gauge("process_open_fds", "Number of open file descriptors.", p.openFds);
  yield* gauge("process_max_fds", "Maximum number of open file descriptors.", p.maxFds);
  yield* aggregated(
    "min",
    gauge(
      "process_start_time_seconds",
      "Start time of the process since unix epoch in seconds.",
      p.startTimeSeconds,
    ),
  );
  yield* gauge("process_threads", "Number of OS threads in the process.", p.threads);
  yield* counter(
    "process_network_receive_bytes_total",
    "Number of bytes received by the process over the network.",
    p.receivedBytes,
  );
  yield* counter(
    "process_network_transmit_bytes_total",
    "Number of bytes sent by the process over the network.",
    p.transmittedBytes,
  );
}
