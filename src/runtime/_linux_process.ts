import { attempt } from "./_attempt.ts";
import type { ProcessReading } from "./probe.ts";

/** Access to `/proc`. Both functions throw if a file is missing or not permitted. */
export interface ProcFiles {
  readonly read: (path: string) => string;
  readonly list: (folder: string) => Iterable<unknown>;
}

/** Reads `/proc/self` on Linux. Returns an empty reading on other systems or without permission. */
export function readLinuxProcess({ read, list }: ProcFiles): ProcessReading {
  // The program name in parentheses may contain any character: the fields after it start with the third.
  const stat = attempt(() => read("/proc/self/stat").replace(/^.*\) /s, "").split(" "));
  if (stat === undefined) return {};
  const limits = attempt(() => read("/proc/self/limits"));
  const status = attempt(() => read("/proc/self/status"));
  const network = readNetwork(attempt(() => read("/proc/self/net/netstat")) ?? "");
  return {
    threads: numberOf(stat[17]),
    virtualBytes: numberOf(stat[20]),
    virtualMaxBytes: limitOf(limits, "Max address space"),
    dataBytes: kilobytesOf(status, "VmData"),
    // One of them is the descriptor used to list the folder.
    openFds: attempt(() => [...list("/proc/self/fd")].length - 1),
    maxFds: limitOf(limits, "Max open files"),
    receivedBytes: numberOf(network.get("InOctets")),
    transmittedBytes: numberOf(network.get("OutOctets")),
  };
}

/** Parses the two `IpExt:` lines: the first has the names, the second the values. */
function readNetwork(netstat: string): ReadonlyMap<string, string> {
  const [names = [], values = []] = netstat.split("\n").filter((line) => line.startsWith("IpExt:")).map((line) =>
    line.split(" ")
  );
  return new Map(names.map((name, i) => [name, values[i] ?? ""]));
}

function limitOf(limits: string | undefined, name: string): number | undefined {
  const soft = limits?.split("\n").find((line) => line.startsWith(name))?.slice(name.length).trim().split(/ +/)[0];
  return soft === "unlimited" ? 2 ** 64 : numberOf(soft);
}

function kilobytesOf(status: string | undefined, name: string): number | undefined {
  const kilobytes = numberOf(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m").exec(status ?? "")?.[1]);
  return kilobytes && kilobytes * 1024;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
