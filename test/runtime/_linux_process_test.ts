import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { readLinuxProcess } from "../../src/runtime/_linux_process.ts";

/** Fields of a process whose name has a space and a parenthesis in it. */
const STAT = `42 (a) b) R 1 1 1 0 -1 0 0 0 0 0 120 30 0 0 20 0 7 0 1130278 1450606592 10915 0`;
const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max open files            20000                20001                files     
Max address space         unlimited            unlimited            bytes     
`;
const NETSTAT = `TcpExt: InOctets A\nTcpExt: 1 2\nIpExt: InNoRoutes InOctets OutOctets\nIpExt: 0 300 400\n`;

const FILES: Readonly<Record<string, string>> = {
  "/proc/self/stat": STAT,
  "/proc/self/limits": LIMITS,
  "/proc/self/status": "Name:\ta\nVmData:\t     250 kB\n",
  "/proc/self/net/netstat": NETSTAT,
};

function read(path: string): string {
  const text = FILES[path];
  if (text === undefined) throw new Error(`Cannot find ${path}`);
  return text;
}

function refuse(): never {
  throw new Error("Requires all access");
}

describe("readLinuxProcess()", () => {
  it("reads what the system keeps", () => {
    assertEquals(readLinuxProcess({ read, list: () => ["0", "1", "2", "3"] }), {
      threads: 7,
      virtualBytes: 1450606592,
      virtualMaxBytes: 2 ** 64,
      dataBytes: 256000,
      openFds: 3,
      maxFds: 20000,
      receivedBytes: 300,
      transmittedBytes: 400,
    });
  });

  it("leaves out what it may not read, and has nothing where it may read nothing", () => {
    assertEquals(readLinuxProcess({ read: refuse, list: refuse }), {});
    const reading = readLinuxProcess({ read: (path) => path.endsWith("stat") ? read(path) : refuse(), list: refuse });
    assertEquals(Object.entries(reading).filter(([, value]) => value !== undefined), [
      ["threads", 7],
      ["virtualBytes", 1450606592],
      ["receivedBytes", 300],
      ["transmittedBytes", 400],
    ]);
  });

  it("has no number where a file is not what it should be", () => {
    const reading = readLinuxProcess({ read: () => "", list: () => ["0"] });
    assertEquals(Object.values(reading).filter((value) => value !== undefined), [0]);
  });
});
