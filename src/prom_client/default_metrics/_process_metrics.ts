import { builtinModule } from "../_builtin.ts";
import { Counter } from "../counter.ts";
import { Gauge } from "../gauge.ts";
import type { DefaultMetrics } from "./_context.ts";

/** The part of `node:fs` that is used here. */
interface FileSystem {
  readdirSync(path: string): readonly string[];
  readFileSync(path: string, encoding: "utf8"): string;
}

const MICROSECONDS = 1e6;
const KILOBYTE = 1024;

/** CPU time of the process. */
export const processCpuTotal: DefaultMetrics = ({ host, labels, config }) => {
  const user = new Counter(config("process_cpu_user_seconds_total", "Total user CPU time spent in seconds."));
  const system = new Counter(config("process_cpu_system_seconds_total", "Total system CPU time spent in seconds."));
  let last = host.cpuUsage();
  new Counter({
    ...config("process_cpu_seconds_total", "Total user and system CPU time spent in seconds."),
    collect() {
      const now = host.cpuUsage();
      const userSeconds = (now.user - last.user) / MICROSECONDS;
      const systemSeconds = (now.system - last.system) / MICROSECONDS;
      last = now;
      user.inc(labels, userSeconds);
      system.inc(labels, systemSeconds);
      this.inc(labels, userSeconds + systemSeconds);
    },
  });
};

/** Unix time at which the process started. */
export const processStartTime: DefaultMetrics = ({ host, labels, config }) => {
  const start = Math.round(Date.now() / 1000 - host.uptime());
  new Gauge({
    ...config("process_start_time_seconds", "Start time of the process since unix epoch in seconds."),
    aggregator: "omit",
    collect() {
      this.set(labels, start);
    },
  });
};

/** Memory of the process. On Linux, virtual memory and heap are those of the kernel. */
export const osMemoryHeap: DefaultMetrics = ({ host, labels, config }) => {
  const isLinux = host.platform === "linux";
  new Gauge({
    ...config("process_resident_memory_bytes", "Resident memory size in bytes."),
    collect() {
      const { rss } = host.memoryUsage();
      if (rss > 0) this.set(labels, rss); // Deno reports 0 without the permission to read it
      if (!virtual || !heap) return;
      const status = readFile("/proc/self/status");
      for (const [gauge, field] of [[virtual, "VmSize"], [heap, "VmData"]] as const) {
        const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status) ?? [];
        if (kilobytes !== undefined) gauge.set(labels, Number(kilobytes) * KILOBYTE);
      }
    },
  });
  const virtual = isLinux && new Gauge(config("process_virtual_memory_bytes", "Virtual memory size in bytes."));
  const heap = isLinux && new Gauge(config("process_heap_bytes", "Process heap size in bytes."));
};

/** Number of open file descriptors, on Linux. */
export const processOpenFileDescriptors: DefaultMetrics = ({ host, labels, config }) => {
  if (host.platform !== "linux") return;
  new Gauge({
    ...config("process_open_fds", "Number of open file descriptors."),
    collect() {
      try {
        const files = builtinModule<FileSystem>("node:fs")?.readdirSync("/proc/self/fd");
        if (files !== undefined) this.set(labels, files.length - 1); // one is the folder that is read
      } catch {
        // The folder is not readable.
      }
    },
  });
};

/** Maximum number of open file descriptors, on Linux. */
export const processMaxFileDescriptors: DefaultMetrics = ({ host, labels, config }) => {
  if (host.platform !== "linux") return;
  const [, limit] = /^Max open files\s+(\d+)/m.exec(readFile("/proc/self/limits")) ?? [];
  if (limit === undefined) return;
  new Gauge({
    ...config("process_max_fds", "Maximum number of open file descriptors."),
    collect() {
      this.set(labels, Number(limit));
    },
  });
};

function readFile(path: string): string {
  try {
    return builtinModule<FileSystem>("node:fs")?.readFileSync(path, "utf8") ?? "";
  } catch {
    return "";
  }
}
