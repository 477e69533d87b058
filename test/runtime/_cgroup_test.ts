import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { cgroupReader } from "../../src/runtime/_cgroup.ts";

/** Reads the files of a system. Files that it lacks throw. */
function system(files: Readonly<Record<string, string>>) {
  const paths: string[] = [];
  const read = cgroupReader((path) => {
    paths.push(path);
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    return text;
  });
  const known = () => Object.entries(read() ?? {}).filter(([, value]) => value !== undefined);
  return { read, known: () => Object.fromEntries(known()), paths };
}

/** Puts a folder before the names of files. */
function within(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

// Of a container on Linux 6.8 with half a core and 256 MiB.
const V2_FILES = {
  "cgroup.events": "populated 1\nfrozen 0\n",
  "cpu.stat":
    "usage_usec 5310221\nuser_usec 3911200\nsystem_usec 1399021\ncore_sched.force_idle_usec 0\nnr_periods 812\nnr_throttled 97\nthrottled_usec 4250000\nnr_bursts 0\nburst_usec 0\n",
  "cpu.max": "50000 100000\n",
  "memory.current": "47185920\n",
  "memory.max": "268435456\n",
  "cpu.pressure":
    "some avg10=1.10 avg60=0.51 avg300=0.12 total=5250000\nfull avg10=0.90 avg60=0.40 avg300=0.10 total=4500000\n",
  "memory.pressure":
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=500\n",
  "io.pressure":
    "some avg10=0.00 avg60=0.00 avg300=0.00 total=250000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=125000\n",
};
const V2_VALUES = {
  cpuPeriods: 812,
  cpuThrottledPeriods: 97,
  cpuThrottledSeconds: 4.25,
  cpuLimitCores: 0.5,
  memoryUsageBytes: 47185920,
  memoryLimitBytes: 268435456,
  cpuPressure: { waitingSeconds: 5.25, stalledSeconds: 4.5 },
  memoryPressure: { waitingSeconds: 0.001, stalledSeconds: 0.0005 },
  ioPressure: { waitingSeconds: 0.25, stalledSeconds: 0.125 },
};
const V2_MOUNTS = `\
22 28 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
31 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
`;

const V1_CPU = {
  "cpu.stat": "nr_periods 120\nnr_throttled 12\nthrottled_time 1500000000\n",
  "cpu.cfs_quota_us": "150000\n",
  "cpu.cfs_period_us": "100000\n",
};
const V1_MEMORY = { "memory.usage_in_bytes": "1048576\n", "memory.limit_in_bytes": "134217728\n" };
const V1_VALUES = {
  cpuPeriods: 120,
  cpuThrottledPeriods: 12,
  cpuThrottledSeconds: 1.5,
  cpuLimitCores: 1.5,
  memoryUsageBytes: 1048576,
  memoryLimitBytes: 134217728,
};

describe("cgroupReader()", () => {
  it("reads a container with its own namespace, and a systemd unit, of version 2", () => {
    for (const [group, folder] of [["/", ""], ["/system.slice/shop.service", "/system.slice/shop.service"]]) {
      const { known } = system({
        "/proc/self/cgroup": `0::${group}\n`,
        "/proc/self/mountinfo": V2_MOUNTS,
        ...within(`/sys/fs/cgroup${folder}`, V2_FILES),
      });
      assertEquals(known(), V2_VALUES);
    }
  });

  it("reads a container without a namespace of version 1, whose mounts show its group only", () => {
    const group = "/docker/3f7a";
    const { known } = system({
      "/proc/self/cgroup": `12:memory:${group}\n4:cpu,cpuacct:${group}\n1:name=systemd:${group}\n0::/system.slice/c\n`,
      "/proc/self/mountinfo": `\
900 899 0:29 ${group} /sys/fs/cgroup/systemd ro,nosuid master:11 - cgroup cgroup rw,xattr,name=systemd
901 899 0:31 ${group} /sys/fs/cgroup/cpu,cpuacct ro,nosuid master:15 - cgroup cgroup rw,cpu,cpuacct
902 899 0:39 ${group} /sys/fs/cgroup/memory ro,nosuid master:23 - cgroup cgroup rw,memory
`,
      ...within("/sys/fs/cgroup/cpu,cpuacct", V1_CPU),
      ...within("/sys/fs/cgroup/memory", V1_MEMORY),
    });
    assertEquals(known(), V1_VALUES);
  });

  it("takes controllers from version 1 and pressure from version 2 where both are mounted", () => {
    const { known } = system({
      "/proc/self/cgroup": "5:memory:/a\n4:cpu:/a\n0::/a\n",
      "/proc/self/mountinfo": `\
31 30 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
32 30 0:30 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
33 30 0:31 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`,
      ...within("/sys/fs/cgroup/cpu/a", V1_CPU),
      ...within("/sys/fs/cgroup/memory/a", V1_MEMORY),
      ...within("/sys/fs/cgroup/unified/a", {
        "cgroup.events": "populated 1\n",
        "cpu.stat": "usage_usec 1\n",
        "cpu.pressure": V2_FILES["cpu.pressure"],
      }),
    });
    const none = { waitingSeconds: undefined, stalledSeconds: undefined };
    assertEquals(known(), {
      ...V1_VALUES,
      cpuPressure: V2_VALUES.cpuPressure,
      memoryPressure: none,
      ioPressure: none,
    });
  });

  it("has no limit where there is none: max, -1 and the largest number of version 1", () => {
    const v2 = system({
      "/proc/self/cgroup": "0::/a",
      "/proc/self/mountinfo": V2_MOUNTS,
      ...within("/sys/fs/cgroup/a", { ...V2_FILES, "cpu.max": "max 100000\n", "memory.max": "max\n" }),
    }).known();
    assertEquals([v2.cpuLimitCores, v2.memoryLimitBytes, v2.memoryUsageBytes], [undefined, undefined, 47185920]);
    const v1 = system({
      "/proc/self/cgroup": "4:cpu:/a\n5:memory:/a\n",
      "/proc/self/mountinfo": `\
31 30 0:29 / /cpu rw - cgroup cgroup rw,cpu
32 30 0:30 / /memory rw - cgroup cgroup rw,memory
`,
      ...within("/cpu/a", { ...V1_CPU, "cpu.cfs_quota_us": "-1\n" }),
      ...within("/memory/a", { ...V1_MEMORY, "memory.limit_in_bytes": "9223372036854771712\n" }),
    }).known();
    assertEquals([v1.cpuLimitCores, v1.memoryLimitBytes, v1.memoryUsageBytes], [undefined, undefined, 1048576]);
  });

  it("reports only waiting where the kernel has no line for stalled tasks, and nothing without accounting", () => {
    const files = {
      "/proc/self/cgroup": "0::/a",
      "/proc/self/mountinfo": V2_MOUNTS,
      ...within("/sys/fs/cgroup/a", {
        "cgroup.events": "",
        "cpu.pressure": "some avg10=0.00 avg60=0.00 avg300=0.00 total=2000000\n",
      }),
    };
    const { cpuPressure, ioPressure, cpuPeriods } = system(files).read() ?? {};
    assertEquals(cpuPressure, { waitingSeconds: 2, stalledSeconds: undefined });
    assertEquals([ioPressure?.waitingSeconds, cpuPeriods], [undefined, undefined]);
  });

  it("reports nothing of the root group, which is the machine", () => {
    const { "cgroup.events": _, ...files } = V2_FILES;
    const { known } = system({
      "/proc/self/cgroup": "2:cpu:/\n0::/\n",
      "/proc/self/mountinfo": V2_MOUNTS + "40 30 0:29 / /cpu rw - cgroup cgroup rw,cpu\n",
      ...within("/sys/fs/cgroup", files),
      ...within("/cpu", { ...V1_CPU, "cgroup.sane_behavior": "0\n" }),
    });
    assertEquals(known(), {});
  });

  it("reports nothing without files, without a mount, and of a group outside the namespace", () => {
    assertEquals(system({}).read(), undefined);
    assertEquals(system({ "/proc/self/cgroup": "0::/a" }).known(), {});
    const mounts = "31 23 0:26 /other /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
    assertEquals(system({ "/proc/self/cgroup": "0::/a", "/proc/self/mountinfo": mounts }).known(), {});
    const outside = { "/proc/self/cgroup": "0::/../b", "/proc/self/mountinfo": V2_MOUNTS };
    assertEquals(system({ ...outside, ...within("/sys/fs/cgroup/../b", V2_FILES) }).known(), {});
    assertEquals(system({ "/proc/self/cgroup": "?", "/proc/self/mountinfo": "?\n - \n" }).known(), {});
  });

  it("finds a mount whose path has a space", () => {
    const { known } = system({
      "/proc/self/cgroup": "0::/a b",
      "/proc/self/mountinfo": "31 23 0:26 / /my\\040groups rw - cgroup2 cgroup2 rw\n",
      ...within("/my groups/a b", V2_FILES),
    });
    assertEquals(known(), V2_VALUES);
  });

  it("looks for the folder once, and again after the process was moved", () => {
    const files: Record<string, string> = {
      "/proc/self/cgroup": "0::/a",
      "/proc/self/mountinfo": V2_MOUNTS,
      ...within("/sys/fs/cgroup/a", V2_FILES),
      ...within("/sys/fs/cgroup/b", { ...V2_FILES, "memory.current": "7\n" }),
    };
    const { known, paths } = system(files);
    known();
    paths.length = 0;
    assertEquals(known(), V2_VALUES);
    assertEquals(paths.map((path) => path.replace("/sys/fs/cgroup/a/", "")), [
      "/proc/self/cgroup",
      ...["cpu.stat", "cpu.max", "memory.max", "memory.current", "cpu.pressure", "memory.pressure", "io.pressure"],
    ]);
    files["/proc/self/cgroup"] = "0::/b";
    assertEquals(known().memoryUsageBytes, 7);
  });
});
