import type { Bytes } from "../../model/bytes.ts";
import type { ClientTls } from "../tls/client_tls.ts";

/** One request, before redirects are followed. */
export interface Hop {
  /** URL of the request. */
  readonly url: URL;
  /** Method, in upper case. */
  readonly method: string;
  /** Request headers. */
  readonly headers: Headers;
  /** Request body. */
  readonly body: Bytes | undefined;
  /** TLS options: trusted authorities and client certificate. */
  readonly tls?: ClientTls | undefined;
  /** Aborted when the response is no longer needed. */
  readonly signal: AbortSignal;
}

/** DNS lookups and connections of a runtime; each entrypoint has its own. */
export interface Network {
  /**
   * Resolves a host name.
   *
   * @param host The host name
   * @returns All its IPv4 and IPv6 addresses
   * @throws {Error} If the host has no address
   */
  resolve(host: string): Promise<readonly string[]>;
  /**
   * Sends a request to one of the given addresses, without another DNS lookup. Does not follow redirects.
   *
   * @param hop The request
   * @param addresses Checked addresses of its host
   * @returns The response, with a streamed body; `undefined` if the runtime cannot connect to a given address
   */
  fetchAt(hop: Hop, addresses: readonly string[]): Promise<Response> | undefined;
}
