import * as entrypoint from "../../../src/entry/bun.ts";
import { main } from "./main.ts";

await main(entrypoint);
