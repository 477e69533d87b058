import { attempt } from "./_attempt.ts";
import type { CgroupReading, PressureReading } from "./probe.ts";

/** Reads a file. Throws if it is missing or not permitted. */
export type ReadFile = (path: string) => string;

/** The folder of a group, and whether it is of version 1. */
interface Folder {
  readonly path: string;
  readonly isV1: boolean;
}

/** The folders that have the files of each controller. Only version 2 has pressure. */
interface Folders {
  readonly cpu?: Folder | undefined;
  readonly memory?: Folder | undefined;
  readonly pressure?: Folder | undefined;
}

/** Limits from here on mean that there is no limit in version 1, which has no word for it. */
const NO_LIMIT_V1 = 2 ** 62;

/**
 * Creates a reader of the control group that the process belongs to, on Linux. It reads about eight small files, and
 * looks for their folders only if the process was moved to another group. The root group is left out: its values are
 * those of the whole machine.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
export function cgroupReader(read: ReadFile): () => CgroupReading | undefined {
  let groups: string | undefined;
  let folders: Folders = {};
  return () => {
    const current = attempt(() => read("/proc/self/cgroup"));
    if (current === undefined) return undefined;
    if (current !== groups) [groups, folders] = [current, findFolders(current, read)];
    const { cpu, memory, pressure } = folders;
    return {
      ...cpu && readCpu(cpu, read),
      ...memory && readMemory(memory, read),
      ...pressure && {
        cpuPressure: readPressure(pressure, "cpu", read),
        memoryPressure: readPressure(pressure, "memory", read),
        ioPressure: readPressure(pressure, "io", read),
      },
    };
  };
}

/** Finds the folders by the paths in `/proc/self/cgroup` and the places where the hierarchies are mounted. */
function findFolders(groups: string, read: ReadFile): Folders {
  const mounts = attempt(() => read("/proc/self/mountinfo")) ?? "";
  const lines = groups.split("\n").flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    return controllers === undefined || path === undefined ? [] : [{ controllers: controllers.split(","), path }];
  });
  const folderOf = (controller: string): Folder | undefined => {
    const isV1 = controller !== "";
    const line = lines.find(({ controllers }) => controllers.includes(controller));
    const path = line && findFolder(mounts, line.path, controller);
    if (path === undefined) return undefined;
    const has = (file: string) => attempt(() => read(`${path}/${file}`)) !== undefined;
    // The first file is only in the root group, the second in every other group.
    return (isV1 ? has("cgroup.sane_behavior") : !has("cgroup.events")) ? undefined : { path, isV1 };
  };
  const isV1 = (controller: string) => lines.some(({ controllers }) => controllers.includes(controller));
  const unified = folderOf("");
  return {
    cpu: isV1("cpu") ? folderOf("cpu") : unified,
    memory: isV1("memory") ? folderOf("memory") : unified,
    pressure: unified,
  };
}

/** Finds the folder of a group: a mount shows the groups below its root, which a container runtime chooses. */
function findFolder(mounts: string, group: string, controller: string): string | undefined {
  for (const line of mounts.split("\n")) {
    const [place = "", source = ""] = line.split(" - ");
    const [type, , options = ""] = source.split(" ");
    if (controller === "" ? type !== "cgroup2" : type !== "cgroup" || !options.split(",").includes(controller)) {
      continue;
    }
    const [, , , root = "", point = ""] = place.split(" ").map(unescapeOctal);
    const prefix = root.replace(/\/$/, "");
    if (group !== prefix && !group.startsWith(`${prefix}/`)) continue;
    const below = group.slice(prefix.length).replace(/\/$/, "");
    // A group outside the namespace of the process is written with "..", which is not a folder here.
    if (!below.split("/").includes("..")) return point + below;
  }
  return undefined;
}

function readCpu({ path, isV1 }: Folder, read: ReadFile): CgroupReading {
  const stat = attempt(() => read(`${path}/cpu.stat`));
  const throttled = isV1 ? fieldOf(stat, "throttled_time", 1e9) : fieldOf(stat, "throttled_usec", 1e6);
  const limit = isV1
    ? [attempt(() => read(`${path}/cpu.cfs_quota_us`)), attempt(() => read(`${path}/cpu.cfs_period_us`))]
    : attempt(() => read(`${path}/cpu.max`))?.split(" ");
  const [quota, period] = limit?.map(numberOf) ?? [];
  return {
    cpuPeriods: fieldOf(stat, "nr_periods"),
    cpuThrottledPeriods: fieldOf(stat, "nr_throttled"),
    cpuThrottledSeconds: throttled,
    cpuLimitCores: quota && period && quota / period,
  };
}

function readMemory({ path, isV1 }: Folder, read: ReadFile): CgroupReading {
  const numberIn = (file: string) => numberOf(attempt(() => read(`${path}/${file}`)));
  const limit = numberIn(isV1 ? "memory.limit_in_bytes" : "memory.max");
  return {
    memoryUsageBytes: numberIn(isV1 ? "memory.usage_in_bytes" : "memory.current"),
    memoryLimitBytes: isV1 && limit !== undefined && limit >= NO_LIMIT_V1 ? undefined : limit,
  };
}

/**
 * Reads the pressure of a resource.
 *
 * @see https://docs.kernel.org/accounting/psi.html
 */
function readPressure({ path }: Folder, resource: string, read: ReadFile): PressureReading {
  // Without accounting of pressure, opening the file fails, or reading it.
  const text = attempt(() => read(`${path}/${resource}.pressure`)) ?? "";
  const secondsOf = (line: string) => {
    const micros = numberOf(new RegExp(`^${line} .*\\btotal=(\\d+)`, "m").exec(text)?.[1]);
    return micros === undefined ? undefined : micros / 1e6;
  };
  return { waitingSeconds: secondsOf("some"), stalledSeconds: secondsOf("full") };
}

function fieldOf(stat: string | undefined, name: string, divisor = 1): number | undefined {
  const value = numberOf(new RegExp(`^${name} (\\d+)$`, "m").exec(stat ?? "")?.[1]);
  return value === undefined ? undefined : value / divisor;
}

/** Parses a whole number; `max` and -1, for no limit, are none. */
function numberOf(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? "";
  return /^\d+$/.test(trimmed) ? Number(trimmed) : undefined;
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
}
