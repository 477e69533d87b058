import { cliContract } from "../contract/cli.ts";
import { cliInitContract } from "../contract/cli_init.ts";
import { cliRunContract } from "../contract/cli_run.ts";

cliContract("bun");
cliInitContract("bun");
cliRunContract("bun");
