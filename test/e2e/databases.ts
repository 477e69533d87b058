import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import process from "node:process";
import { type Child, execute, start } from "../support/child.ts";
import { type Folder, makeFolder } from "../support/folder.ts";
import { freePort } from "../support/free_port.ts";
import { until } from "../support/until.ts";

/** A server of a test, in a folder of its own. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly child: Child;
}

const isRoot = process.getuid?.() === 0;

/** Starts Redis without persistence. */
export async function startRedis(): Promise<Server> {
  const folder = await makeFolder();
  const port = await freePort();
  const child = start(["redis-server", "--port", `${port}`, "--bind", "127.0.0.1", "--save", ""], { cwd: folder.path });
  await until(() => child.stdout.includes("Ready to accept connections"));
  return serverOf(`redis://127.0.0.1:${port}`, child, folder);
}

/** Starts PostgreSQL with a new cluster. It refuses to run as root: then it runs as the user of Debian's package. */
export async function startPostgres(): Promise<Server> {
  const folder = await makeFolder();
  const port = await freePort();
  const versions = readdirSync("/usr/lib/postgresql").sort((one, other) => Number(one) - Number(other));
  const programs = `/usr/lib/postgresql/${versions.at(-1)}/bin`;
  const as = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
  if (isRoot) execFileSync("chown", ["postgres", folder.path]);
  const options = { cwd: folder.path, env: { LC_ALL: "C" } };
  await execute([...as, `${programs}/initdb`, "-D", "data", "-U", "postgres", "-A", "trust", "--no-sync"], options);
  const settings = ["-h", "127.0.0.1", "-p", `${port}`, "-k", folder.path, "-F"];
  const child = start([...as, `${programs}/postgres`, "-D", "data", ...settings], options);
  await until(() => child.stderr.includes("ready to accept connections"));
  // A fast shutdown, which does not wait for clients.
  return serverOf(`postgres://postgres@127.0.0.1:${port}/postgres`, child, folder, "SIGINT");
}

/** Starts MariaDB with an empty data folder. */
export async function startMariadb(): Promise<Server> {
  const folder = await makeFolder();
  const port = await freePort();
  const data = ["--no-defaults", `--datadir=${folder.path}`, ...isRoot ? ["--user=root"] : []];
  await execute(["mariadb-install-db", ...data, "--auth-root-authentication-method=normal", "--skip-test-db"]);
  const network = [
    "--bind-address=127.0.0.1",
    `--port=${port}`,
    `--socket=${folder.path}/socket`,
    "--skip-name-resolve",
  ];
  const child = start(["mariadbd", ...data, ...network, `--pid-file=${folder.path}/pid`]);
  await until(() => child.stderr.includes("ready for connections"));
  return serverOf(`mysql://root@127.0.0.1:${port}/mysql`, child, folder);
}

function serverOf(url: string, child: Child, folder: Folder, signal: NodeJS.Signals = "SIGTERM"): Server {
  return {
    url,
    child,
    async [Symbol.asyncDispose]() {
      child.kill(signal);
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await child.ended;
      clearTimeout(timer);
      await folder[Symbol.asyncDispose]();
    },
  };
}
