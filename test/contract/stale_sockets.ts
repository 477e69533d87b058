import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";
import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { nodeModules } from "../../src/share/_node.ts";
import { removeStaleSockets } from "../../src/share/_stale_sockets.ts";
import { makeFolder } from "../support/folder.ts";
import { until } from "../support/until.ts";

/** Leaves sockets behind as a process does that is killed; `PID` in their names is its ID. */
function leaveSockets(folder: string, names: readonly string[]): number {
  const script = `let left = ${names.length};
    for (const name of ${JSON.stringify(names)}) {
      require("net").createServer().listen(${JSON.stringify(folder)} + "/" + name.replace("PID", process.pid), () => {
        if (--left === 0) process.kill(process.pid, "SIGKILL");
      });
    }`;
  const { pid } = spawnSync("node", ["-e", script]);
  return pid;
}

/** Tests what happens to sockets that killed processes have left. */
export function describeStaleSockets(): void {
  test("removes sockets of processes that were killed, and no others", async () => {
    await using folder = await makeFolder();
    const own = process.pid;
    const pid = leaveSockets(folder.path, [
      "cluster-PID.sock",
      "pm2-shop-PID.sock",
      "shop.sock.PID.k3j",
      "shop.sock",
      `cluster-${own}.sock`,
    ]);
    const used = `${folder.path}/cluster-${leaveSockets(folder.path, ["gone.sock"])}.sock`;
    const server = createServer().listen(used);
    const has = (name: string) => existsSync(`${folder.path}/${name}`);

    removeStaleSockets(folder.path, nodeModules());
    await until(() => !has(`cluster-${pid}.sock`) && !has(`pm2-shop-${pid}.sock`) && !has(`shop.sock.${pid}.k3j`));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assertEquals([has("shop.sock"), has(`cluster-${own}.sock`), existsSync(used)], [true, true, true]);
    await new Promise((resolve) => server.close(resolve));
    removeStaleSockets(`${folder.path}/none`, nodeModules());
  });
}
