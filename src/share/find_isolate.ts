import type { Mailbox } from "./mailbox.ts";
import { type NodeModules, nodeModules } from "./_node.ts";
import type { StateStore } from "./state_store.ts";
import { sockets } from "./sockets.ts";
import { threads } from "./threads.ts";

/** What an isolate is, and how it reaches the others. */
export interface Isolate {
  /** Transport to the others, or store. */
  readonly mailbox: Mailbox | StateStore;
  /** Name among the others. */
  readonly label: string;
  /** Its process. */
  readonly process: string;
  /** Checks whether a process of this host has ended. */
  readonly hasEnded: (process: string) => boolean;
}

/**
 * Finds out what this isolate is: a worker of a cluster or its primary, an instance of a PM2 application, one of several
 * processes with a name, or a thread.
 *
 * @param name Name of what is shared, if it was given
 * @param mailbox Transport or store, if it was given
 * @returns Transport and names
 */
export function findIsolate(name: string | undefined, mailbox: Mailbox | StateStore | undefined): Isolate {
  if (mailbox !== undefined && !("post" in mailbox)) return { mailbox, ...anywhere() };
  const isolate = findNeighbors(name);
  return mailbox === undefined ? isolate : { ...isolate, mailbox };
}

/** Names an isolate whose others may be on any host and runtime. */
function anywhere(): Omit<Isolate, "mailbox"> {
  const hasEnded = () => false;
  try {
    const { os, process: { pid }, threads: { threadId } } = nodeModules();
    const label = [os.hostname(), pid, ...threadId > 0 ? [threadId] : []].join("/");
    return { label, process: label, hasEnded };
  } catch {
    const label = Math.floor(Math.random() * 2 ** 32).toString(36);
    return { label, process: label, hasEnded };
  }
}

function findNeighbors(name: string | undefined): Isolate {
  const { cluster, os, process: own, threads: { threadId } } = nodeModules();
  const { pid, ppid, env } = own;
  const host = os.hostname();
  const thread = threadId > 0 ? `${pid}.${threadId}` : String(pid);
  const common = { process: `${host}/${pid}`, hasEnded: endedOn(host, own) };
  if (name !== undefined) return { mailbox: sockets({ name }), label: thread, ...common };
  if (cluster.isWorker) {
    return { mailbox: sockets({ name: `cluster-${ppid}` }), label: String(cluster.worker?.id ?? pid), ...common };
  }
  const instance = env["pm_id"] ?? env["NODE_APP_INSTANCE"];
  if (instance !== undefined) {
    return { mailbox: sockets({ name: `pm2-${env["name"] ?? "app"}-${ppid}` }), label: instance, ...common };
  }
  return { mailbox: withWorkers(threads(), cluster, pid), label: thread, ...common };
}

/** Adds a socket to a mailbox once the process forks workers of a cluster. */
function withWorkers(mailbox: Mailbox, cluster: NodeModules["cluster"], pid: number): Mailbox {
  let workers: Mailbox | undefined;
  return {
    name: mailbox.name,
    async open(listener) {
      const connect = () => {
        if (workers !== undefined) return;
        workers = sockets({ name: `cluster-${pid}` });
        workers.open(listener).catch(() => {});
      };
      cluster.on("fork", connect);
      if (Object.keys(cluster.workers ?? {}).length > 0) connect();
      await mailbox.open(listener);
    },
    post(message) {
      mailbox.post(message);
      workers?.post(message);
    },
    async close() {
      await Promise.all([mailbox.close(), workers?.close()]);
    },
  };
}

/** A process has ended if its host has none with its ID. */
function endedOn(host: string, own: NodeModules["process"]): (name: string) => boolean {
  return (name) => {
    const [itsHost, pid] = name.split("/");
    if (itsHost !== host) return false;
    try {
      own.kill(Number(pid), 0);
      return false;
    } catch (error) {
      return (error as { readonly code?: unknown }).code === "ESRCH";
    }
  };
}
