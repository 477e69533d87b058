import type { Bytes } from "../model/bytes.ts";

/** What a mailbox does with the messages of others. */
export interface MailboxListener {
  /** Receives a message of another isolate. The mailbox does not use the bytes again. */
  receive(message: Uint8Array): void;
  /** Called when messages may have been lost, such as after a new connection. */
  reset(): void;
}

/**
 * Carries messages between isolates that share a registry: each message that is posted reaches all others, and those of one
 * sender arrive in order. Messages may be lost, as long as `reset()` is called afterwards, and may arrive twice.
 */
export interface Mailbox {
  /** Name for logs, such as `threads`. */
  readonly name: string;
  /**
   * Starts to receive.
   *
   * @param listener Receives the messages of others
   * @returns When messages can be posted
   */
  open(listener: MailboxListener): Promise<void>;
  /**
   * Sends a message to all others. It never throws, and never waits.
   *
   * @param message The message; it must not be changed afterwards
   */
  post(message: Bytes): void;
  /** Sends what was posted, as far as that is possible without waiting for others, and stops. */
  close(): Promise<void>;
}
