/** A listening server. */
export interface Listener {
  readonly port: number;
  close(): Promise<unknown>;
}
