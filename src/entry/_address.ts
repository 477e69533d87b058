/** Address to listen on. */
export interface Address {
  readonly port: number;
  readonly hostname: string;
}

/** A listening server. */
export interface Listener {
  readonly port: number;
  close(): Promise<unknown>;
}
