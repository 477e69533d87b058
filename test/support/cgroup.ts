import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import process from "node:process";
import { until } from "./until.ts";

/** A control group of its own for a program. */
export interface TestCgroup extends AsyncDisposable {
  /** Prepends what moves a program into the group before it starts. */
  readonly enter: (command: readonly string[]) => readonly string[];
  /** Removes it, if nothing runs in it. */
  readonly remove: () => void;
  /** Folders, so that a test can look into the files. */
  readonly folders: readonly string[];
}

/** Creates a group with a fifth of a core, or `undefined` where this may not be done. */
export function createCgroup(): TestCgroup | undefined {
  const name = `webprom_test_${process.pid}_${Math.trunc(performance.now())}`;
  const folders: string[] = [];
  const create = (parent: string, quota?: readonly [file: string, text: string]) => {
    try {
      const folder = `${parent}/${name}`;
      mkdirSync(folder);
      folders.push(folder);
      if (quota) writeFileSync(`${folder}/${quota[0]}`, quota[1]);
      return true;
    } catch {
      return false;
    }
  };
  const remove = () => folders.filter((folder) => existsSync(folder)).forEach((folder) => rmdirSync(folder));
  const isRemoved = () => {
    try {
      return remove() === undefined;
    } catch {
      return false; // a program that just ended is still in it
    }
  };
  const isCreated = isCgroup2("/sys/fs/cgroup")
    ? create("/sys/fs/cgroup", ["cpu.max", "20000 100000"])
    : create("/sys/fs/cgroup/cpu", ["cpu.cfs_quota_us", "20000"]) &&
      (!isCgroup2("/sys/fs/cgroup/unified") || create("/sys/fs/cgroup/unified"));
  if (!isCreated) return void remove();
  const script = `${folders.map((folder) => `echo $$ > ${folder}/cgroup.procs && `).join("")}exec "$@"`;
  return {
    folders,
    remove,
    enter: (command) => ["sh", "-c", script, "sh", ...command],
    [Symbol.asyncDispose]: () => until(isRemoved),
  };
}

/** Whether this process may create groups. */
export function canCreateCgroups(): boolean {
  const cgroup = createCgroup();
  cgroup?.remove();
  return cgroup !== undefined;
}

function isCgroup2(folder: string): boolean {
  try {
    return readFileSync(`${folder}/cgroup.controllers`, "utf8") !== undefined;
  } catch {
    return false;
  }
}
