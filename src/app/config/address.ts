/** Where to listen: a TCP address, a Unix socket or an inherited socket. */
export type Address = TcpAddress | SocketPath | InheritedSocket;

/** TCP address to listen on. */
export interface TcpAddress {
  /** Host name or IP address; if omitted, all addresses of IPv4 and IPv6. */
  readonly hostname?: string | undefined;
  /** TCP port; 0 for any free port. */
  readonly port: number;
}

/** Unix socket to listen on. */
export interface SocketPath {
  /** Its path. */
  readonly path: string;
}

/** A listening socket that the process has inherited, as from systemd. */
export interface InheritedSocket {
  /** Its file descriptor. */
  readonly fd: number;
}
