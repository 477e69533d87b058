import { lstat, readFile, unlink } from "node:fs/promises";
import { connect } from "node:net";
import process from "node:process";
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
    await unlink(path).catch(throwUnlessGone);
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

/** Flags of a listening socket in `/proc/net/unix`. */
const LISTENING = "00010000";

function throwUnlessGone(error: Error & { readonly code?: string }): void {
  if (error.code !== "ENOENT") throw error;
}

async function statOf(path: string): Promise<{ readonly ino: number; isSocket(): boolean } | undefined> {
  return await lstat(path).catch(() => undefined);
}

/** Checks whether a server listens on a socket. It throws if it cannot find out, because the socket may be in use. */
function isInUse(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: Error & { readonly code?: string }) => {
      if (error.code === "EAGAIN") resolve(true); // its server is too busy to accept
      else if (error.code === "ECONNREFUSED") resolve(isListed(path));
      else if (error.code === "ENOENT") resolve(false);
      else reject(error);
    });
  });
}

/** Checks whether Linux knows a listening socket with this path: Bun reports a busy server as none. */
async function isListed(path: string): Promise<boolean> {
  if (process.versions["bun"] === undefined) return false;
  const sockets = await readFile("/proc/net/unix", "utf8").catch(() => "");
  return sockets.split("\n").some((line) => line.endsWith(` ${path}`) && line.split(/\s+/)[3] === LISTENING);
}
