/** The texts in PEM of a web configuration. */
export interface PemTexts {
  /** The certificate of the server. */
  readonly cert?: string | undefined;
  /** Its key. */
  readonly key?: string | undefined;
  /** Who signs the certificates of clients. */
  readonly client_ca?: string | undefined;
}
