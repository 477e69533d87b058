/** Address to listen on. */
export interface Address {
  /** Host name or IP address. */
  readonly hostname: string;
  /** TCP port; 0 for any free port. */
  readonly port: number;
}
