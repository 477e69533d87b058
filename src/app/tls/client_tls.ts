/** Options of a `fetch` that supports TLS settings in addition to the standard options. */
export interface FetchOptions extends RequestInit {
  /** TLS settings, named as in Bun's `fetch`. */
  readonly tls?: ClientTls | undefined;
}

/** TLS settings of a client. */
export interface ClientTls {
  /** CA certificates to trust instead of the runtime's, in PEM. */
  readonly ca?: string;
  /** Client certificate, in PEM. */
  readonly cert?: string;
  /** Private key of the client certificate, in PEM. */
  readonly key?: string;
  /** Host name that the server's certificate must have. Default: that of the URL. */
  readonly serverName?: string;
  /**
   * Whether to verify the server's certificate.
   *
   * @default {true}
   */
  readonly rejectUnauthorized?: boolean;
}
