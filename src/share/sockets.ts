import type { Bytes } from "../model/bytes.ts";
import type { Server, Socket } from "node:net";
import type { Mailbox, MailboxListener } from "./mailbox.ts";
import { type NodeModules, nodeModules } from "./_node.ts";
import { removeStaleSockets } from "./_stale_sockets.ts";

/** Options of {@linkcode sockets}. */
export interface SocketsOptions {
  /** Name of what is shared; it becomes a part of the path. */
  readonly name: string;
  /**
   * Folder of the socket. Only its owner must be able to write to it.
   *
   * @default {a folder of the user in the folder for temporary files}
   */
  readonly folder?: string | undefined;
  /**
   * Text that all isolates must know, if others could write to the folder.
   *
   * @default {""}
   */
  readonly secret?: string | undefined;
}

/** Largest message. A peer that announces a larger one is disconnected. */
const MAX_BYTES = 2 ** 28;
/** Largest first message, the secret, of a peer that is not trusted yet. */
const MAX_SECRET_BYTES = 4096;
/** Bytes that wait for a peer that does not read, before it is disconnected. */
const MAX_WAITING = 2 ** 26;
/** Time between attempts to connect. */
const RETRY_MS = 50;
/** Time in which others that become the owner at the same time put their sockets in its place. */
const SETTLE_MS = 50;
/** Errors of a connection to an owner that has ended, or to none. */
const ABSENT: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOENT", "ENOTSOCK"]);
/** Time between looks whether the socket is still the own one. */
const LOOK_MS = 500;

/**
 * Connects independent processes of one host with a socket: a Unix socket, or a named pipe on Windows. One of the processes
 * owns it and forwards messages; when it ends, another one takes over.
 *
 * @param options Name, folder and secret
 * @returns The mailbox
 */
export function sockets(options: SocketsOptions): Mailbox {
  return new SocketMailbox(options);
}

class SocketMailbox implements Mailbox {
  readonly name = "sockets";
  readonly #options: SocketsOptions;
  #modules!: NodeModules;
  #listener!: MailboxListener;
  #path = "";
  #server: Server | undefined;
  /** Server that is about to become the owner's. */
  #candidate: Server | undefined;
  /** Connections of the owner: to all others. */
  readonly #connections = new Set<Socket>();
  /** Connection to the owner. */
  #owner: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #inode: number | bigint | undefined;
  #isClosed = false;
  #onConnected: (() => void) | undefined;

  constructor(options: SocketsOptions) {
    this.#options = options;
  }

  async open(listener: MailboxListener): Promise<void> {
    this.#listener = listener;
    this.#modules = nodeModules();
    this.#path = this.#findPath();
    const connected = new Promise<void>((resolve) => this.#onConnected = resolve);
    this.#connect();
    await connected;
  }

  post(message: Bytes): void {
    const framed = frame(message);
    if (this.#owner !== undefined) write(this.#owner, framed);
    for (const connection of this.#connections) write(connection, framed);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#modules.timers.clearTimeout(this.#timer);
    const ended = [this.#owner, ...this.#connections].map((socket) =>
      socket && new Promise<void>((resolve) => {
        socket.once("close", resolve);
        socket.end();
        const timer = this.#modules.timers.setTimeout(() => socket.destroy(), 500);
        socket.once("close", () => this.#modules.timers.clearTimeout(timer));
      })
    );
    const server = this.#server ?? this.#candidate;
    if (server !== undefined) {
      if (this.#inode !== undefined && this.#isOwn()) this.#unlink(this.#path);
      server.close();
    }
    await Promise.all(ended);
  }

  #findPath(): string {
    const { name, folder } = this.#options;
    const { fs, os, process: { platform } } = this.#modules;
    const file = name.replace(/[^\w.-]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
    if (platform === "win32") return `\\\\.\\pipe\\webprom-${file}`;
    const own = folder ?? `${os.tmpdir()}/webprom-${userOf(os)}`;
    fs.mkdirSync(own, { recursive: true, mode: 0o700 });
    const { uid, mode } = fs.lstatSync(own);
    const isForeign = folder === undefined &&
      (uid !== userOf(os) && typeof userOf(os) === "number" || (mode & 0o022) !== 0);
    if (isForeign) throw new Error(`Cannot share registry: others can write to ${own}`);
    const path = `${own}/${file}.sock`;
    if (path.length > 100) throw new RangeError(`Cannot share registry: path is too long, current value is "${path}"`);
    return path;
  }

  /** Connects to the owner, or becomes it. */
  #connect(): void {
    if (this.#isClosed) return;
    const socket = this.#modules.net.connect(this.#path);
    let isConnected = false;
    socket.on("connect", () => {
      isConnected = true;
      socket.unref();
      this.#owner = socket;
      write(socket, frame(new TextEncoder().encode(this.#options.secret ?? "")));
      this.#read(socket, (message) => this.#listener.receive(message));
      this.#connected();
    });
    let isAbsent = false;
    socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => isAbsent = ABSENT.has(code));
    socket.on("close", () => {
      if (this.#owner === socket) this.#owner = undefined;
      if (!isConnected && isAbsent) this.#own();
      else this.#retry(); // an owner that is too busy to accept keeps its place
    });
  }

  #retry(): void {
    this.#wait(Math.random() * RETRY_MS, () => this.#connect());
  }

  /** Becomes the owner: puts a socket in the place of that of an owner that has ended. */
  #own(): void {
    if (this.#isClosed) return;
    const { net, process: { pid, platform } } = this.#modules;
    const random = Math.floor(Math.random() * 2 ** 32).toString(36);
    const own = platform === "win32" ? this.#path : `${this.#path}.${pid}.${random}`;
    const server = this.#candidate = net.createServer((socket) => this.#accept(socket));
    const giveUp = () => {
      if (own !== this.#path) this.#unlink(own);
      server.close();
      this.#candidate = undefined;
      this.#retry();
    };
    server.on("error", giveUp);
    server.listen(own, () => {
      if (this.#isClosed) return giveUp();
      // Another one may have become the owner in the meantime.
      const socket = this.#modules.net.connect(this.#path);
      socket.on("connect", () => {
        socket.destroy();
        if (platform !== "win32") giveUp();
      });
      socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
        if (this.#isClosed) giveUp();
        else if (ABSENT.has(code)) this.#place(server, own, giveUp);
        else if (platform !== "win32") giveUp();
      });
      if (platform === "win32") this.#begin(server);
    });
  }

  #place(server: Server, own: string, giveUp: () => void): void {
    const { chmodSync, renameSync } = this.#modules.fs;
    try {
      chmodSync(own, 0o600);
      this.#inode = this.#inodeOf(own);
      renameSync(own, this.#path);
    } catch {
      return giveUp();
    }
    // If several did this at once, the last one is the owner.
    this.#wait(SETTLE_MS, () => this.#isOwn() ? this.#begin(server) : giveUp());
  }

  #begin(server: Server): void {
    server.unref();
    this.#server = server;
    this.#candidate = undefined;
    if (this.#modules.process.platform !== "win32") {
      removeStaleSockets(this.#path.slice(0, this.#path.lastIndexOf("/")), this.#modules);
    }
    this.#look();
    this.#connected();
  }

  /** Gives up being the owner if another one has taken the place after all. */
  #look(): void {
    if (this.#isOwn()) return this.#wait(LOOK_MS, () => this.#look());
    this.#server?.close();
    this.#server = undefined;
    for (const connection of this.#connections) connection.destroy();
    this.#retry();
  }

  #wait(ms: number, then: () => void): void {
    if (this.#isClosed) return;
    this.#modules.timers.clearTimeout(this.#timer);
    this.#timer = this.#modules.timers.setTimeout(() => this.#isClosed || then(), ms);
    if (this.#onConnected === undefined) this.#timer.unref(); // the process must not end while it connects
  }

  #isOwn(): boolean {
    return this.#modules.process.platform === "win32" || this.#inodeOf(this.#path) === this.#inode;
  }

  #inodeOf(path: string): number | bigint | undefined {
    try {
      return this.#modules.fs.lstatSync(path).ino;
    } catch {
      return undefined;
    }
  }

  #unlink(path: string): void {
    try {
      this.#modules.fs.unlinkSync(path);
    } catch {
      // It is not there any more.
    }
  }

  /** Reads the secret of a peer, then forwards its messages to all others. */
  #accept(socket: Socket): void {
    socket.unref();
    let isTrusted = false;
    const frames = this.#read(socket, (message) => {
      if (isTrusted) {
        const framed = frame(message);
        for (const other of this.#connections) if (other !== socket) write(other, framed);
        this.#listener.receive(message);
      } else if (isSame(message, new TextEncoder().encode(this.#options.secret ?? ""))) {
        isTrusted = true;
        frames.maxBytes = MAX_BYTES;
        this.#connections.add(socket);
        this.#listener.reset();
      } else {
        socket.destroy();
      }
    });
    frames.maxBytes = MAX_SECRET_BYTES;
    socket.on("error", () => {});
    socket.on("close", () => this.#connections.delete(socket));
  }

  #read(socket: Socket, receive: (message: Bytes) => void): Frames {
    const frames = new Frames(receive);
    socket.on("data", (piece: Uint8Array) => {
      if (!frames.push(piece)) socket.destroy();
    });
    return frames;
  }

  #connected(): void {
    this.#onConnected?.();
    this.#onConnected = undefined;
    this.#listener.reset();
  }
}

/** Takes a stream of pieces apart into messages. */
class Frames {
  /** Largest message that is accepted. */
  maxBytes = MAX_BYTES;
  readonly #receive: (message: Bytes) => void;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #wanted = 4;
  #isBody = false;

  constructor(receive: (message: Bytes) => void) {
    this.#receive = receive;
  }

  /** Returns `false` if a message is too long. */
  push(piece: Uint8Array): boolean {
    this.#pieces.push(piece);
    this.#length += piece.length;
    while (this.#length >= this.#wanted) {
      const bytes = this.#take(this.#wanted);
      if (this.#isBody) {
        this.#isBody = false;
        this.#wanted = 4;
        this.#receive(bytes);
      } else {
        this.#isBody = true;
        this.#wanted = new DataView(bytes.buffer).getUint32(0, true);
        if (this.#wanted > this.maxBytes) return false;
      }
    }
    return true;
  }

  #take(length: number): Bytes {
    const bytes = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const piece = this.#pieces[0] as Uint8Array;
      const part = piece.subarray(0, length - at);
      bytes.set(part, at);
      at += part.length;
      if (part.length === piece.length) this.#pieces.shift();
      else this.#pieces[0] = piece.subarray(part.length);
    }
    this.#length -= length;
    return bytes;
  }
}

function frame(message: Uint8Array): Uint8Array {
  const framed = new Uint8Array(4 + message.length);
  new DataView(framed.buffer).setUint32(0, message.length, true);
  framed.set(message, 4);
  return framed;
}

/** Disconnects a peer that does not read; it will connect again and ask for what it has missed. */
function write(socket: Socket, framed: Uint8Array): void {
  if (socket.writableLength > MAX_WAITING) socket.destroy();
  else socket.write(framed);
}

/** Compares two secrets in a time that does not depend on where they differ. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= (one[i] as number) ^ (other[i % (other.length || 1)] ?? 0);
  return difference === 0;
}

function userOf(os: NodeModules["os"]): number | string {
  const { uid, username } = os.userInfo();
  return uid >= 0 ? uid : username;
}
