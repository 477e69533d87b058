/** Where to listen. */
export interface Address {
  readonly port: number;
  readonly hostname: string;
}

/** What listens. */
export interface Listener {
  readonly port: number;
  close(): Promise<unknown>;
}
