import { compressions, serve } from "../../src/entry/bun.ts";
import { defaultExportContract } from "../contract/default_export.ts";
import { programContract } from "../contract/program.ts";
import { scrapeContract } from "../contract/scrape.ts";
import { serverContract } from "../contract/server.ts";
import { RUN } from "../support/runtimes.ts";

serverContract(serve);
scrapeContract(serve, compressions);
programContract("bun");
defaultExportContract("bun", RUN.bun, { PORT: "0" });
