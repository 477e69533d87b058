import { chownSync } from "node:fs";
import { chmod, mkdir, readdir } from "node:fs/promises";
import { createConnection } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { execute, start } from "../../support/child.ts";
import { makeFolder } from "../../support/folder.ts";
import { freePort } from "../../support/free_port.ts";
import { until } from "../../support/until.ts";

/** A server of a test. */
export interface DatabaseServer extends AsyncDisposable {
  readonly port: number;
}

const POSTGRES = "/usr/lib/postgresql";

/** PostgreSQL and MariaDB refuse to run as root. */
async function asUser(user: string, folder: string): Promise<string[]> {
  if (userInfo().uid !== 0) return [];
  const [uid, gid] = await Promise.all(["-u", "-g"].map(async (flag) => Number(await execute(["id", flag, user]))));
  chownSync(folder, uid as number, gid as number);
  return ["setpriv", `--reuid=${user}`, `--regid=${gid}`, "--clear-groups"];
}

async function startServer(
  user: string,
  prepare: (run: readonly string[], folder: string) => Promise<void>,
  commandOf: (folder: string, port: number) => readonly string[],
): Promise<DatabaseServer> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await makeFolder());
  await chmod(path, 0o755);
  const data = join(path, "data");
  await mkdir(data);
  const run = await asUser(user, data);
  await prepare(run, data);
  const port = await freePort();
  const child = stack.use(start([...run, ...commandOf(data, port)], { cwd: data }));
  const ended = child.ended.then((code) => Promise.reject(new Error(`${user} ended with ${code}: ${child.stderr}`)));
  ended.catch(() => {});
  await Promise.race([until(() => isOpen(port)), ended]);
  const kept = stack.move();
  return { port, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Starts PostgreSQL, with a user `postgres` without a password. */
export async function startPostgres(): Promise<DatabaseServer> {
  const versions = await readdir(POSTGRES);
  const bin = join(POSTGRES, versions.sort().at(-1) ?? "", "bin");
  return await startServer(
    "postgres",
    async (run, data) =>
      void await execute([...run, join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust"], { cwd: data }),
    (data, port) => [
      ...[join(bin, "postgres"), "-D", data, "-p", String(port), "-k", data],
      ...["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
    ],
  );
}

/** Starts MariaDB, with a user `root` without a password. */
export async function startMariadb(): Promise<DatabaseServer> {
  return await startServer(
    "mysql",
    async (run, data) =>
      void await execute([
        ...[...run, "mariadb-install-db", `--datadir=${data}`, "--auth-root-authentication-method=normal"],
        ...["--skip-test-db", "--no-defaults"],
      ], { cwd: data }),
    (data, port) => [
      ...["mariadbd", "--no-defaults", `--datadir=${data}`, `--socket=${join(data, "socket")}`, `--port=${port}`],
      ...["--bind-address=127.0.0.1", `--pid-file=${join(data, "pid")}`],
    ],
  );
}

/** Starts Redis. */
export async function startRedis(): Promise<DatabaseServer> {
  return await startServer(
    "nobody",
    () => Promise.resolve(),
    (_, port) => ["redis-server", "--port", `${port}`, "--bind", "127.0.0.1", "--save", ""],
  );
}

/** The environment of a program that uses the servers. */
export function environmentOf(ports: Readonly<Record<string, number>>): Record<string, string> {
  const entries = Object.entries(ports).map(([name, port]) => [`${name.toUpperCase()}_PORT`, String(port)]);
  return { ...Object.fromEntries(entries), PATH: process.env["PATH"] ?? "" };
}
