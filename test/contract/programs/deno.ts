import * as entrypoint from "../../../src/entry/deno.ts";
import { main } from "./main.ts";

await main(entrypoint);
