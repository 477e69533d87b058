import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import { processCollector, type ProcessCollectorOptions } from "@webprom/exporter/runtime";
import { FakeRuntime } from "../support/fake_probe.ts";

async function scrape(options: ProcessCollectorOptions): Promise<string[]> {
  const registry = new Registry();
  registry.register(processCollector({ probe: new FakeRuntime().probe(), ...options }));
  const text = await expose(registry);
  return text.split("\n").filter((line) => line.includes("process_"));
}

describe("processCollector()", () => {
  it("tells of the process in the names and words that all clients share", async () => {
    assertEquals(
      (await scrape({})).join("\n"),
      `\
# HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 1.75
# HELP process_max_fds Maximum number of open file descriptors.
# TYPE process_max_fds gauge
process_max_fds 6
# HELP process_network_receive_bytes_total Number of bytes received by the process over the network.
# TYPE process_network_receive_bytes_total counter
process_network_receive_bytes_total 9
# HELP process_network_transmit_bytes_total Number of bytes sent by the process over the network.
# TYPE process_network_transmit_bytes_total counter
process_network_transmit_bytes_total 10
# HELP process_open_fds Number of open file descriptors.
# TYPE process_open_fds gauge
process_open_fds 5
# HELP process_resident_memory_bytes Resident memory size in bytes.
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 1
# HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
# TYPE process_start_time_seconds gauge
process_start_time_seconds 7
# HELP process_threads Number of OS threads in the process.
# TYPE process_threads gauge
process_threads 8
# HELP process_virtual_memory_bytes Virtual memory size in bytes.
# TYPE process_virtual_memory_bytes gauge
process_virtual_memory_bytes 2
# HELP process_virtual_memory_max_bytes Maximum amount of virtual memory available in bytes.
# TYPE process_virtual_memory_max_bytes gauge
process_virtual_memory_max_bytes 3`,
    );
  });

  it("leaves out what the probe cannot tell: there is neither 0 nor NaN", async () => {
    const runtime = { name: "deno", version: "1" } as const;
    assertEquals(
      await scrape({ probe: { runtime, process: () => ({ cpuUserSeconds: 1, residentBytes: undefined }) } }),
      [],
    );
    assertEquals(await scrape({ probe: { runtime } }), []);
  });

  it("reports the control group in the words of cAdvisor and node_exporter, once for all threads", async () => {
    const cgroup = () => ({
      cpuPeriods: 9,
      cpuThrottledPeriods: 0,
      cpuThrottledSeconds: 1.5,
      cpuLimitCores: 0.5,
      memoryUsageBytes: 2048,
      memoryLimitBytes: 4096,
      cpuPressure: { waitingSeconds: 1, stalledSeconds: 2 },
      memoryPressure: { waitingSeconds: 3, stalledSeconds: 4 },
      ioPressure: { waitingSeconds: 5, stalledSeconds: undefined },
    });
    const probe = { runtime: { name: "bun", version: "1" }, cgroup } as const;
    const lines = await scrape({ probe });
    assertEquals(lines.filter((line) => !line.startsWith("#")), [
      "process_cgroup_cpu_limit_cores 0.5",
      "process_cgroup_cpu_periods_total 9",
      "process_cgroup_cpu_throttled_periods_total 0",
      "process_cgroup_cpu_throttled_seconds_total 1.5",
      "process_cgroup_memory_limit_bytes 4096",
      "process_cgroup_memory_usage_bytes 2048",
      "process_pressure_cpu_stalled_seconds_total 2",
      "process_pressure_cpu_waiting_seconds_total 1",
      "process_pressure_io_waiting_seconds_total 5",
      "process_pressure_memory_stalled_seconds_total 4",
      "process_pressure_memory_waiting_seconds_total 3",
    ]);
    const families = [...await processCollector({ probe }).collect({ signal: new AbortController().signal })];
    assertEquals(families.filter(({ scope }) => scope !== "process"), []);
    assertEquals(await scrape({ probe, only: ["process_cpu_*"] }), []);
  });

  it("gives prefix and labels", async () => {
    const lines = await scrape({ only: ["process_threads"], prefix: "shop_", labels: { shard: 3, zone: "a" } });
    assertEquals(lines.at(-1), 'shop_process_threads{shard="3",zone="a"} 8');
  });

  it("refuses prefix and labels that cannot be", () => {
    assertThrows(() => processCollector({ prefix: "\ud800" }), TypeError, "prefix must be well-formed text");
    assertThrows(() => processCollector({ labels: { __name__: "a" } }), TypeError, 'label name "__name__"');
  });

  it("replaces one with the same options, as after a hot reload, and no other", () => {
    const registry = new Registry();
    for (let i = 0; i < 2; i++) registry.register(processCollector({ labels: { shard: 3n } }));
    const other = processCollector({ labels: { shard: 4n } });
    assertThrows(() => registry.register(other), TypeError, 'Cannot register collector "process"');
    registry.register(other, { replace: true });
    assertEquals(registry.collectors, [{ name: "process", enabled: true, scope: "isolate" }]);
  });

  it("agrees with itself where this test runs", async () => {
    const registry = new Registry();
    registry.register(processCollector());
    const text = await expose(registry);
    assertEquals(/NaN|^process_(?!cgroup|pressure)\w+ 0$/m.exec(text), null);
    assertEquals(/^webprom_collector_success\{collector="process"\} 1$/m.test(text), true);
  });
});
