/** A version of TLS, as Go and exporter-toolkit name it. */
export type TlsVersion = "TLS10" | "TLS11" | "TLS12" | "TLS13";

/** Policy for client certificates, as Go and exporter-toolkit name it. */
export type ClientAuth =
  | "NoClientCert"
  | "RequestClientCert"
  | "RequireAnyClientCert"
  | "VerifyClientCertIfGiven"
  | "RequireAndVerifyClientCert";

/** An elliptic curve, as Go and exporter-toolkit name it. */
export type Curve = "CurveP256" | "CurveP384" | "CurveP521" | "X25519";

/** TLS options of a server. */
export interface TlsOptions {
  /** Certificate of the server and intermediate certificates, in PEM. */
  readonly cert: string;
  /** Private key of the certificate, in PEM. */
  readonly key: string;
  /**
   * Policy for client certificates. Only `RequireAndVerifyClientCert` authenticates clients.
   *
   * @default {"NoClientCert"}
   */
  readonly clientAuth?: ClientAuth | undefined;
  /** CA certificates that client certificates are verified with, in PEM. Default: those that the runtime trusts. */
  readonly clientCa?: string | undefined;
  /** Allowed names of client certificates: host name, IP address, e-mail or URI. Default: any. */
  readonly clientAllowedSans?: readonly string[] | undefined;
  /**
   * Minimum version.
   *
   * @default {"TLS12"}
   */
  readonly minVersion?: TlsVersion | undefined;
  /**
   * Maximum version.
   *
   * @default {"TLS13"}
   */
  readonly maxVersion?: TlsVersion | undefined;
  /** Cipher suites up to TLS 1.2, by their names in Go, best first. Default: those of the runtime. */
  readonly cipherSuites?: readonly string[] | undefined;
  /**
   * Whether the server's order of cipher suites takes precedence over the client's.
   *
   * @default {true}
   */
  readonly preferServerCipherSuites?: boolean | undefined;
  /** Elliptic curves, best first. Default: those of the runtime. */
  readonly curvePreferences?: readonly Curve[] | undefined;
  /**
   * Whether to support HTTP/2.
   *
   * @default {true}
   */
  readonly http2?: boolean | undefined;
}

/** TLS options that can change while a server runs. */
export interface TlsSource {
  /** Options for new connections. */
  readonly current: TlsOptions;
  /**
   * Calls a function at each change. If it throws, the change has failed.
   *
   * @param listen Receives the new options
   * @returns A function that removes the listener
   */
  onChange(listen: (tls: TlsOptions) => void): () => void;
}

/** PEM texts of a web configuration. */
export interface PemTexts {
  /** Certificate of the server. */
  readonly cert?: string | undefined;
  /** Private key of the server. */
  readonly key?: string | undefined;
  /** CA certificates that client certificates are verified with. */
  readonly client_ca?: string | undefined;
}
