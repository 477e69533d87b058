import type { NodeModules } from "./_node.ts";

/** Sockets that are named by a process: those of a cluster or of PM2, and those that have not taken their place yet. */
const NAMED_BY_PROCESS = /^(?:(?:cluster|pm2-.*)-(\d+)\.sock|.*\.sock\.(\d+)\.\w+)$/;

/**
 * Removes the sockets that processes have left behind which were killed. Those of processes that still exist, and those on
 * which anybody still listens, such as the workers of a primary that was killed, are left alone.
 *
 * @param folder Folder of the sockets
 * @param modules Modules of the runtime
 */
export function removeStaleSockets(folder: string, modules: NodeModules): void {
  const { fs, net, process: own } = modules;
  let names: readonly string[] = [];
  try {
    names = fs.readdirSync(folder);
  } catch {
    // It can be shared without.
  }
  for (const name of names) {
    const [, named, unplaced] = NAMED_BY_PROCESS.exec(name) ?? [];
    const pid = Number(named ?? unplaced);
    if (!(pid > 0) || !hasEnded(own, pid)) continue;
    const path = `${folder}/${name}`;
    const socket = net.connect(path);
    socket.unref();
    socket.on("connect", () => socket.destroy());
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNREFUSED") return;
      try {
        fs.unlinkSync(path);
      } catch {
        // Another process has removed it.
      }
    });
  }
}

function hasEnded(own: NodeModules["process"], pid: number): boolean {
  try {
    own.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
