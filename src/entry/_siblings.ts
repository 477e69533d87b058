import cluster from "node:cluster";
import process from "node:process";

/** Checks whether this process is one of several that run the same app: a worker of a cluster, or an instance of PM2. */
export function isOneOfSeveral(): boolean {
  // Deno would ask for permission to read the variable.
  return cluster.isWorker || !("Deno" in globalThis) && process.env["NODE_APP_INSTANCE"] !== undefined;
}
