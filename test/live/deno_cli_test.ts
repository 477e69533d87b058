import { cliContract } from "../contract/cli.ts";

cliContract("deno");
