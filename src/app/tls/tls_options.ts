/** A version of TLS, as Go and exporter-toolkit name it. */
export type TlsVersion = "TLS10" | "TLS11" | "TLS12" | "TLS13";

/** What a server asks of its clients, as Go and exporter-toolkit name it. */
export type ClientAuth =
  | "NoClientCert"
  | "RequestClientCert"
  | "RequireAnyClientCert"
  | "VerifyClientCertIfGiven"
  | "RequireAndVerifyClientCert";

/** An elliptic curve, as Go and exporter-toolkit name it. */
export type Curve = "CurveP256" | "CurveP384" | "CurveP521" | "X25519";

/** How a server talks TLS. */
export interface TlsOptions {
  /** Its certificate, and those between it and the root, in PEM. */
  readonly cert: string;
  /** The key of the certificate, in PEM. */
  readonly key: string;
  /**
   * What it asks of clients. Only `RequireAndVerifyClientCert` keeps strangers out.
   *
   * @default {"NoClientCert"}
   */
  readonly clientAuth?: ClientAuth | undefined;
  /** Who signs the certificates of clients, in PEM. Left out, those whom the runtime trusts. */
  readonly clientCa?: string | undefined;
  /** Names of clients, of which the certificate must bear one: host name, address, e-mail or URI. Left out, any will do. */
  readonly clientAllowedSans?: readonly string[] | undefined;
  /**
   * The lowest version it accepts.
   *
   * @default {"TLS12"}
   */
  readonly minVersion?: TlsVersion | undefined;
  /**
   * The highest version it accepts.
   *
   * @default {"TLS13"}
   */
  readonly maxVersion?: TlsVersion | undefined;
  /** Cipher suites up to TLS 1.2, by their names in Go, best first. Left out, those of the runtime. */
  readonly cipherSuites?: readonly string[] | undefined;
  /**
   * Whether the order of the server decides which cipher suite is taken.
   *
   * @default {true}
   */
  readonly preferServerCipherSuites?: boolean | undefined;
  /** Elliptic curves, best first. Left out, those of the runtime. */
  readonly curvePreferences?: readonly Curve[] | undefined;
  /**
   * Whether it also talks HTTP/2.
   *
   * @default {true}
   */
  readonly http2?: boolean | undefined;
}

/** TLS that may change while a server runs. */
export interface TlsSource {
  /** How connections are made from now on. */
  readonly current: TlsOptions;
  /**
   * Calls a function at each change. Where it throws, the change has failed.
   *
   * @param listen Takes what is new
   * @returns Ends the calls
   */
  onChange(listen: (tls: TlsOptions) => void): () => void;
}

/** The texts in PEM of a web configuration. */
export interface PemTexts {
  /** The certificate of the server. */
  readonly cert?: string | undefined;
  /** Its key. */
  readonly key?: string | undefined;
  /** Who signs the certificates of clients. */
  readonly client_ca?: string | undefined;
}
