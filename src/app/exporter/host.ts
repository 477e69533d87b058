import type { Compression } from "../../http/compression.ts";
import type { Network } from "../targets/network.ts";

/** What `serve()` passes to an app with each request: the state of the server, and what the runtime can do. */
export interface Host {
  /** Whether the server is shutting down. */
  readonly isDraining: boolean;
  /** Compressions of the runtime, best first. Without them, an app uses its own. */
  readonly compressions?: readonly Compression[] | undefined;
  /** What the runtime can do with the network in addition to `fetch()`. */
  readonly network?: Partial<Network> | undefined;
  /** Whether the process is one of several that serve the same app, such as a worker of a cluster. */
  readonly isOneOfSeveral?: boolean | undefined;
  /** Path of the Unix socket that the request came through; `undefined` for TCP. */
  readonly unixSocket?: string | undefined;
}

/** A host whose server can change its state. */
export interface ServerHost extends Host {
  isDraining: boolean;
}

/** The environment of the routes of an exporter. */
export interface HostEnv {
  readonly Bindings: { readonly host?: Host | undefined };
}

/**
 * Marks hosts: Workers pass their bindings as the second argument, and other servers other objects. The symbol is global
 * because a program and the CLI that runs it may have two copies of this package.
 */
const IS_HOST = Symbol.for("@webprom/exporter/host/1");

/** Makes the host that a server passes with each request. */
export function makeHost(given: Omit<Host, "isDraining">): ServerHost {
  const { compressions, network, unixSocket, isOneOfSeveral } = given;
  return Object.assign({ isDraining: false, compressions, network, unixSocket, isOneOfSeveral }, { [IS_HOST]: true });
}

/** Returns the second argument of a `fetch` if it is a host, else `undefined`. Only `makeHost()` sets the symbol. */
export function hostOf(value: unknown): Host | undefined {
  return typeof value === "object" && value !== null && IS_HOST in value ? value as unknown as Host : undefined;
}
