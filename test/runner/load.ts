/**
 * Loads test files, named on the command line, into this one process: a process or isolate each would cost more than the
 * tests do. A file that cannot be loaded is a test that fails.
 */
import process from "node:process";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";

async function load(files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      await import(pathToFileURL(file).href);
    } catch (error) {
      test(`${file} can be loaded`, () => Promise.reject(error));
    }
  }
}

const loaded = load(process.argv.slice(2));
// Node would run the first tests while it still loads the other files.
before(() => loaded);
await loaded;
