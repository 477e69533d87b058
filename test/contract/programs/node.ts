import * as entrypoint from "../../../src/entry/node.ts";
import { main } from "./main.ts";

await main(entrypoint);
