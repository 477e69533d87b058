import type { ClientTls } from "../tls/client_tls.ts";

/** One request, as it is sent. */
export interface Hop {
  /** Where to. */
  readonly url: URL;
  /** How, in upper case. */
  readonly method: string;
  /** With what headers. */
  readonly headers: Headers;
  /** With what body, if any. */
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** How to trust the server, and what to show it. */
  readonly tls?: ClientTls | undefined;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** What a runtime can do with the network beside `fetch()`; the entrypoints have one each. */
export interface Network {
  /**
   * Finds the addresses of a host.
   *
   * @param host Its name
   * @returns All of them, of IPv4 and IPv6
   * @throws {Error} If it has none
   */
  resolve(host: string): Promise<readonly string[]>;
  /**
   * Sends a request to one of some addresses, whatever the name of the host has come to mean. It follows no redirects.
   *
   * @param hop The request
   * @param addresses Those of its host, checked
   * @returns The answer, whose body is read from the network as it is read; `undefined` where it cannot be told the address
   */
  fetchAt(hop: Hop, addresses: readonly string[]): Promise<Response> | undefined;
}
