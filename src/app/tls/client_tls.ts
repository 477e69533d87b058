/** What a `fetch` is asked for that obeys more options than the standard one. */
export interface FetchOptions extends RequestInit {
  /** How to trust the server, and what to show it, in the words of Bun's own `fetch`. */
  readonly tls?: ClientTls | undefined;
}

/** How to trust a server, and what to show it. */
export interface ClientTls {
  /** Certificates to trust instead of the runtime's, as PEM. */
  readonly ca?: string;
  /** Certificate to show, as PEM. */
  readonly cert?: string;
  /** Key of that certificate, as PEM. */
  readonly key?: string;
  /** Name that the server's certificate must have, if not that of the URL. */
  readonly serverName?: string;
  /**
   * Whether the server's certificate is checked.
   *
   * @default {true}
   */
  readonly rejectUnauthorized?: boolean;
}
