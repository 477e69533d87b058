import type { InheritedSocket } from "../../app/config/address.ts";
import { ConfigError } from "../../app/config/config_error.ts";

/** File descriptor of the first socket. */
const FIRST = 3;

/**
 * Finds the sockets that systemd has opened for this process.
 *
 * @see https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html
 * @param env Environment variables
 * @param pid ID of the process
 * @returns At least one socket
 * @throws {ConfigError} If there are none
 */
export function systemdSockets(env: Readonly<Record<string, string | undefined>>, pid: number): InheritedSocket[] {
  const count = Number(/^[1-9]\d{0,3}$/.exec(env["LISTEN_FDS"] ?? "")?.[0] ?? 0);
  if (Number(env["LISTEN_PID"]) !== pid || count === 0) {
    throw new ConfigError("Cannot listen", ["systemd has opened no sockets: start the program by a .socket unit"]);
  }
  return Array.from({ length: count }, (_, i) => ({ fd: FIRST + i }));
}
