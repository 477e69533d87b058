import type { InheritedSocket, SocketPath, TcpAddress } from "../app/config/address.ts";

/** Where to listen; the host of a TCP address is known. */
export type ListenAddress = TcpAddress & { readonly hostname: string } | SocketPath | InheritedSocket;

/** A listening server. */
export interface Listener {
  /** TCP port; `undefined` for a Unix socket. */
  readonly port: number | undefined;
  /** Stops listening, and waits for the requests in flight. */
  close(): Promise<unknown>;
}

/** Returns the port of a listening server of Node; `undefined` for a Unix socket. */
export function portOf(address: { readonly port: number } | string | null): number | undefined {
  return typeof address === "object" ? address?.port : undefined;
}
