import process from "node:process";
import { serve } from "../../src/entry/deno.ts";
import { defaultExportContract } from "../contract/default_export.ts";
import { programContract } from "../contract/program.ts";
import { serverContract } from "../contract/server.ts";

serverContract(serve);
programContract("deno");
defaultExportContract("deno serve", [process.execPath, "serve", "--port=0"]);
