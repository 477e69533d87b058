import net from "node:net";
import tls from "node:tls";
import { until } from "../support/until.ts";

/** A connection to a server, over which the test says every byte. */
export interface Connection extends Disposable {
  /** What has come until now. */
  readonly received: string;
  /** Sends text as it is. */
  send(text: string): void;
  /** Waits until what has come contains a text. */
  sees(text: string): Promise<void>;
  /** Waits until the server has closed the connection. */
  readonly ended: Promise<void>;
}

/** Connects, or rejects where nobody listens. */
export async function connect(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return connectionOver(socket);
}

/** Connects to a Unix socket. */
export async function connectTo(path: string): Promise<Connection> {
  const socket = net.connect(path);
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return connectionOver(socket);
}

/** Connects over TLS, or rejects where that cannot be. */
export async function connectTls(url: string, ca: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = tls.connect({ host: hostname, port: Number(port), ca });
  await new Promise<void>((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
  return connectionOver(socket);
}

function connectionOver(socket: net.Socket): Connection {
  let received = "";
  socket.setEncoding("utf8").on("data", (text: string) => received += text).on("error", () => {});
  const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return {
    get received() {
      return received;
    },
    send: (text) => void socket.write(text),
    sees: (text) =>
      new Promise((resolve, reject) => {
        const look = () => received.includes(text) && resolve();
        socket.on("data", look).once("close", () =>
          reject(new Error(`Connection ended after ${JSON.stringify(received)}`)));
        look();
      }),
    ended,
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

/** Waits until nobody listens any more. */
export function refuses(url: string): Promise<void> {
  return until(async () => {
    try {
      (await connect(url))[Symbol.dispose]();
      return false;
    } catch {
      return true;
    }
  });
}
