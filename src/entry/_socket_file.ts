import { lstat, unlink } from "node:fs/promises";
import { connect } from "node:net";
import type { Listener } from "./_listener.ts";

/**
 * Listens on a Unix socket: replaces the file of a server that has ended, and removes its own at the end.
 *
 * @param path Path of the socket
 * @param listen Listens on it
 * @returns The listener
 * @throws {Error} If a server uses the socket, or the path is that of another file
 */
export async function withSocketFile(path: string, listen: () => Promise<Listener>): Promise<Listener> {
  const found = await statOf(path);
  if (found !== undefined) {
    if (!found.isSocket()) throw new Error("the path is that of another file; choose another path, or remove the file");
    if (await isInUse(path)) {
      throw new Error("another server uses the socket; choose another path, or stop the other program");
    }
    await unlink(path);
  }
  const listener = await listen();
  const inode = (await statOf(path))?.ino;
  return {
    port: undefined,
    async close() {
      await listener.close();
      if ((await statOf(path))?.ino === inode) await unlink(path).catch(() => {}); // some runtimes have removed it already
    },
  };
}

async function statOf(path: string): Promise<{ readonly ino: number; isSocket(): boolean } | undefined> {
  return await lstat(path).catch(() => undefined);
}

function isInUse(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
