import { TEXT } from "../exposition/text/text.ts";
import { joined } from "./http_client.ts";
import { nodeModule } from "./_node.ts";
import { assertWithoutTimestamps } from "./_timestamps.ts";
import type { Sink } from "./sink.ts";

/** Options of {@linkcode textfile}. */
export interface TextfileOptions {
  /** Path of the file, in the folder that `--collector.textfile.directory` of node_exporter names. It must end in `.prom`. */
  readonly path: string;
}

let written = 0;

/**
 * Writes a file for the textfile collector of node_exporter. The file is replaced at once, so that a reader never finds a
 * half of it.
 *
 * @example Write a file
 * ```ts ignore
 * import { Registry } from "@webprom/exporter";
 * import { textfile } from "@webprom/exporter/push";
 *
 * await textfile({ path: "/var/lib/node_exporter/backup.prom" }).send(new Registry());
 * ```
 *
 * @param options Path of the file
 * @returns The sink
 * @throws {TypeError} If the path does not end in `.prom`: node_exporter would not read the file
 */
export function textfile({ path }: TextfileOptions): Sink {
  if (!path.endsWith(".prom")) {
    throw new TypeError(`Cannot write text file: path must end in .prom, current value is "${path}"`);
  }
  return {
    name: "textfile",
    async send(gatherer, { signal } = {}) {
      const { open, rename, rm } = nodeModule("fs", "text file");
      const families = await gatherer.gather({ ...signal && { signal } });
      signal?.throwIfAborted();
      assertWithoutTimestamps("text file", families);
      const temporary = `${path}.${Math.floor(Math.random() * 2 ** 32).toString(36)}-${++written}`;
      try {
        const file = await open(temporary, "wx", 0o644);
        try {
          await file.writeFile(joined(TEXT.encode(families)));
          await file.sync(); // else a crash of the machine could leave an empty file under the final name
        } finally {
          await file.close();
        }
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}
