import type { Mailbox } from "./mailbox.ts";
import { nodeModules } from "./_node.ts";

/** Options of {@linkcode threads}. */
export interface ThreadsOptions {
  /**
   * Name of the channel.
   *
   * @default {"default"}
   */
  readonly name?: string | undefined;
}

/** The part of a `BroadcastChannel` of `node:worker_threads` that is used here. */
interface Channel {
  onmessage: ((event: never) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
  unref?(): void;
}

/**
 * Connects the threads of one process with a `BroadcastChannel`: worker threads of Node, Bun and Deno, and the isolates of
 * `deno serve --parallel`.
 *
 * @param options Name of the channel
 * @returns The mailbox
 */
export function threads({ name = "default" }: ThreadsOptions = {}): Mailbox {
  let channel: Channel | undefined;
  return {
    name: "threads",
    open({ receive }) {
      // The global BroadcastChannel of Deno would keep the process alive.
      const { BroadcastChannel } = nodeModules().threads;
      channel = new BroadcastChannel(`@webprom/exporter/${name}`) as Channel;
      channel.onmessage = ({ data }: { readonly data: unknown }) => {
        if (data instanceof Uint8Array) receive(data);
      };
      channel.unref?.();
      return Promise.resolve();
    },
    post(message) {
      channel?.postMessage(message);
    },
    close() {
      channel?.close();
      channel = undefined;
      return Promise.resolve();
    },
  };
}
