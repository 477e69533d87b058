/**
 * Shares one registry across threads, processes and isolates, so that a scrape has the metrics of all of them, whichever
 * answers it.
 *
 * Under `node:cluster`, `deno serve --parallel`, PM2 or `Bun.serve({ reusePort: true })` a scrape reaches one of several
 * isolates, each of which has counted only its own requests. One line changes that:
 *
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { shareRegistry } from "@webprom/exporter/share";
 *
 * const registry = new Registry();
 * await using shared = await shareRegistry(registry);
 * const handle = metricsHandler(shared); // serves the metrics of all isolates
 * ```
 *
 * `defineExporter({ name, registry, share: true })` does the same for an exporter, and `webprom run exporter.ts --workers=4`
 * starts four processes that serve it at one address.
 *
 * ## How it works
 *
 * Every isolate sends what it has counted to all others, at least once per second and for each scrape. {@linkcode shareRegistry}
 * finds the transport:
 *
 * | isolate | transport |
 * | --- | --- |
 * | worker threads of Node, Bun and Deno, Web Workers of Deno and Bun, `deno serve --parallel` | {@linkcode threads}: a `BroadcastChannel` |
 * | `node:cluster` on Node, Bun and Deno; call `shareRegistry()` in the primary, too | {@linkcode sockets}, named by the primary |
 * | PM2, in fork and cluster mode | {@linkcode sockets}, named by the application |
 * | independent processes of one user, such as `Bun.serve({ reusePort: true })` or several systemd instances | {@linkcode sockets}: `shareRegistry(registry, { name: "shop" })` |
 * | several hosts, and serverless functions | {@linkcode redis}: `shareRegistry(registry, { mailbox: redis({ client, name: "shop" }) })` |
 *
 * The answering isolate merges all of them with `mergeFamilies()` of `./merge`: counters, histograms and summaries are added,
 * gauges are merged as their `aggregate` says, and a collector that is registered with `scope: "global"` runs only in the
 * isolate that answers.
 *
 * ## What is guaranteed
 *
 * - A message that arrives twice, late or in another order changes nothing, because each one has the totals of its sender.
 * - An isolate that ends keeps its counters, histograms and summaries, and loses its gauges, infos and state sets.
 * - An isolate that calls `close()` loses nothing. One that is killed loses what it counted after its last message: at most
 *   `flushSeconds` (1 s), if its event loop was not blocked longer.
 * - A scrape waits at most `timeoutMs` (500 ms) for the others. One that is late is reported with its last values.
 * - Isolates that cannot reach each other for a while agree again afterwards. Only isolates that end in both parts while they are
 *   separated for more than a minute can make their totals differ for good.
 * - A series that one isolate removes, or that expires there, no longer has what that isolate has counted: the total goes down,
 *   which Prometheus takes for a restart.
 * - If all isolates end, everything starts at 0, as it does for one process.
 *
 * Through Redis, isolates do not hear of each other: each writes its state, and a scrape reads the states of all. So no isolate needs
 * to answer, what all have counted stays when all end, and values of the others are up to `flushSeconds` old. Their collectors run at
 * most every 15 s. While Redis does not answer, a scrape has the own values and the last known ones of the others; a scrape
 * of an isolate that has never read them fails. A serverless function should `await shared.flush()` at the end of a request.
 *
 * The tests explore a model of this protocol exhaustively, with late, repeated and lost messages, and compare it with the code.
 *
 * | Metric | Meaning |
 * | --- | --- |
 * | `webprom_share_peers{state}` | other isolates: `live`, `late` for this scrape, `silent` for 5 s, `ended` |
 * | `webprom_share_conflicts` | metrics that isolates define differently; `onProblem` names them |
 * | `webprom_share_rejected_messages_total` | messages that were of another version, truncated or invalid |
 *
 * A `perInstance` gauge has a label `worker`: the ID of the cluster worker, of the PM2 instance, or of process and thread.
 *
 * @module
 */

export { type Mailbox, type MailboxListener } from "./mailbox.ts";
export { redis, type RedisClient, type RedisOptions } from "./redis.ts";
export { shareRegistry } from "./share_registry.ts";
export type { SharedRegistry, ShareOptions } from "./sharing.ts";
export type { Retirement, StateStore, StoredPeer, StoredState, StoreView, WriteOutcome } from "./state_store.ts";
export { sockets, type SocketsOptions } from "./sockets.ts";
export { threads, type ThreadsOptions } from "./threads.ts";
