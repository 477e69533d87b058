import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { canCreateCgroups, createCgroup } from "../support/cgroup.ts";
import { type Child, start } from "../support/child.ts";
import { until } from "../support/until.ts";

/** What a runtime is called, and how the names of its metrics begin. */
export interface RuntimeUnderTest {
  readonly name: string;
  readonly prefix: string;
  /** Runs a TypeScript file of this project. */
  readonly command: readonly string[];
  /** Whether the process may read files of the system. */
  readonly isAllowed?: boolean;
}

/** What the program answers. */
export interface Answer {
  readonly pid: number;
  /** How long the work took, and how much of that the processor worked for it. */
  readonly tookSeconds: number;
  readonly workedSeconds: number;
  /** Finds a value by its series. */
  readonly value: (series: string) => number | undefined;
  /** All series. */
  readonly series: readonly string[];
}

const PROGRAM = "test/contract/programs/runtime.ts";
const isLinux = existsSync("/proc/self/stat");

/** Starts the program that does as it is told. */
export function startProgram(command: readonly string[], ...args: readonly string[]): Child {
  return start([...command, PROGRAM, ...args]);
}

/** Has the program do something, and waits for what it says then. */
export async function tell(child: Child, line: string): Promise<Answer> {
  const before = child.stdout.length;
  child.type(line);
  await until(() => child.stdout.indexOf("\n", before) > 0);
  const { metrics, ...answer } = JSON.parse(child.stdout.slice(before));
  const samples = (metrics as string).split("\n").filter((sample) => sample !== "" && !sample.startsWith("#"));
  const values = new Map(samples.map((sample) => /^(.*) (.*)$/.exec(sample)?.slice(1) as [string, string]));
  return {
    ...answer,
    value: (series) => values.has(series) ? Number(values.get(series)) : undefined,
    series: [...values.keys()],
  };
}

/** What default metrics owe, whatever runs them: they say what the operating system says. */
export function runtimeMetricsContract({ name, prefix, command, isAllowed = true }: RuntimeUnderTest): void {
  const skip = isLinux ? false : "needs /proc";

  test(`runtimeCollector() on ${name} agrees with the system after 200 MB and a second of work`, { skip }, async () => {
    await using child = startProgram(command);
    await tell(child, "allocate 200");
    const { pid, workedSeconds, value, series } = await tell(child, "burn 1000");
    const seen = lookAt(pid);

    assertGreater(value("process_resident_memory_bytes") ?? 0, 200e6);
    assertNear(value("process_resident_memory_bytes"), seen.residentBytes, 0.1);
    assertNear(value("process_resident_memory_bytes"), seen.psResidentBytes, 0.1);
    assertGreater(value("process_cpu_seconds_total") ?? 0, workedSeconds);
    assertNear(value("process_cpu_seconds_total"), seen.cpuSeconds, 0.1);
    assertAlmostEquals(value("process_start_time_seconds") ?? 0, seen.startTimeSeconds, 2);
    assertGreater(value(`${prefix}_heap_size_used_bytes`) ?? 0, 1e5);
    assertEquals(value(`webprom_collector_success{collector="runtime"}`), 1);
    const files = ["process_virtual_memory_bytes", "process_open_fds", "process_max_fds", "process_threads"];
    assertEquals(files.filter((family) => series.includes(family)), isAllowed ? files : []);
    if (!isAllowed) return;
    assertNear(value("process_virtual_memory_bytes"), seen.virtualBytes, 0.1);
    assertEquals(value("process_open_fds"), seen.openFds);
    assertEquals(value("process_max_fds"), seen.maxFds);
    assertAlmostEquals(value("process_threads") ?? 0, seen.threads, 3);
    assertGreater(value("process_network_receive_bytes_total") ?? -1, -1);
  });

  test(`runtimeCollector() on ${name} reports the control group that throttles it`, {
    skip: isAllowed && isLinux && canCreateCgroups() ? false : "needs all permissions, also to create a group",
  }, async () => {
    await using cgroup = createCgroup();
    assert(cgroup);
    await using child = startProgram(cgroup.enter(command));
    await tell(child, "");
    const { value } = await tell(child, "burn 1500");
    const stat = readFileSync(`${cgroup.folders[0]}/cpu.stat`, "utf8");
    const field = (word: string) => Number(new RegExp(`^${word} (\\d+)`, "m").exec(stat)?.[1]);

    assertEquals(value("process_cgroup_cpu_limit_cores"), 0.2);
    assertGreater(value("process_cgroup_cpu_throttled_seconds_total") ?? 0, 0.5);
    assertNear(value("process_cgroup_cpu_throttled_periods_total"), field("nr_throttled"), 0.2);
    assertNear(value("process_cgroup_cpu_periods_total"), field("nr_periods"), 0.2);
    for (const folder of cgroup.folders.filter((folder) => existsSync(`${folder}/cpu.pressure`))) {
      const text = readFileSync(`${folder}/cpu.pressure`, "utf8");
      const micros = Number(/^some .*total=(\d+)/m.exec(text)?.[1]);
      assertNear(value("process_pressure_cpu_waiting_seconds_total"), micros / 1e6, 0.2);
      assertEquals(value("process_pressure_io_stalled_seconds_total") !== undefined, true);
    }
  });

  // A rest is longer than the collector needs to see that nothing happens, and to look in less often.
  test(`runtimeCollector() on ${name} sees no delay where nothing runs, and a block of 300 ms, also after a rest`, async () => {
    await using child = startProgram(command);
    const delay = `${prefix}_eventloop_delay_seconds`;
    const gain = async (line: string) => {
      const before = await tell(child, "");
      const after = await tell(child, line);
      const gainOf = (series: string) => (after.value(series) ?? NaN) - (before.value(series) ?? NaN);
      return { ...after, count: gainOf(`${delay}_count`), sum: gainOf(`${delay}_sum`) };
    };

    await inOneOf(4, async () => {
      const busy = await gain("burn 300");
      const control = startControl();
      const idle = await gain("rest 1500");
      const machineDelay = control();
      const rested = await gain("rest 1500, burn 300");
      const usual = idle.sum / Math.max(1, idle.count);
      assertLess(usual, 0.002 + 2 * machineDelay);
      for (const { tookSeconds, workedSeconds, count, sum } of [busy, rested]) {
        const blocked = sum - usual * (count - 1);
        assertGreater(blocked, workedSeconds * 0.9);
        assertLess(blocked, tookSeconds * 1.1);
      }
    });
  });

  test(`runtimeCollector() on ${name} keeps no process alive`, async () => {
    await using child = startProgram(command);
    await tell(child, "");
    child.hangUp();
    assertEquals(await child.ended, 0);
    assertEquals(child.stderr, "");
  });
}

/** Measures how late timers of this process are on average, as a loaded machine delays all processes. */
function startControl(): () => number {
  const intervalMs = 10;
  let [last, late, times] = [performance.now(), 0, 0];
  const timer = setInterval(() => {
    const now = performance.now();
    late += Math.max(0, now - last - intervalMs);
    last = now;
    times++;
  }, intervalMs);
  return () => {
    clearInterval(timer);
    return late / Math.max(1, times) / 1000;
  };
}

/** Tries again: on a machine that has much else to do, a process waits for the processor, and that is delay as well. */
async function inOneOf(times: number, attempt: () => Promise<void>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (times === 1) throw error;
    await inOneOf(times - 1, attempt);
  }
}

function assertNear(actual: number | undefined, expected: number, share: number): void {
  assert(Math.abs((actual ?? NaN) - expected) <= expected * share, `${actual} is not near ${expected}`);
}

/** Looks at a process from outside. */
function lookAt(pid: number) {
  const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8");
  const stat = read("stat").replace(/^.*\) /s, "").split(" ").map(Number) as readonly number[];
  const [utime = NaN, stime = NaN] = stat.slice(11);
  const bootTimeSeconds = Number(/^btime (\d+)/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
  return {
    residentBytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(read("status"))?.[1]) * 1024,
    psResidentBytes: Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024,
    cpuSeconds: (utime + stime) / 100,
    threads: stat[17] ?? NaN,
    virtualBytes: stat[20] ?? NaN,
    startTimeSeconds: bootTimeSeconds + (stat[19] ?? NaN) / 100,
    openFds: readdirSync(`/proc/${pid}/fd`).length,
    maxFds: Number(/^Max open files +(\d+)/m.exec(read("limits"))?.[1]),
  };
}
