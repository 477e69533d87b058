import { connect } from "node:net";
import { it } from "node:test";
import { assertEquals } from "@std/assert";
import { sockets } from "@webprom/exporter/share";
import { makeFolder } from "../support/folder.ts";

/** Tests what happens to peers of a socket that do not know its secret. */
export function describeUntrustedPeers(): void {
  it("sockets() disconnects peers that do not know the secret, or announce more than a secret", async () => {
    await using folder = await makeFolder();
    const received: Uint8Array[] = [];
    const mailbox = sockets({ name: "app", folder: folder.path, secret: "swordfish" });
    await mailbox.open({ receive: (message) => void received.push(message), reset() {} });
    const path = `${folder.path}/app.sock`;
    await untilClosed(path, frame("wrong"), frame("message"));
    await untilClosed(path, lengthOf(1_000_000), new Uint8Array(100));
    assertEquals(received, []);
    await mailbox.close();
  });
}

/** Sends bytes, and waits until the other side closes. */
function untilClosed(path: string, ...pieces: readonly Uint8Array[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("error", () => {}).on("close", () => resolve()).resume();
    for (const piece of pieces) socket.write(piece);
  });
}

function frame(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return Uint8Array.of(...lengthOf(bytes.length), ...bytes);
}

function lengthOf(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}
