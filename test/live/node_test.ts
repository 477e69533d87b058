import { compressions, serve } from "../../src/entry/node.ts";
import { programContract } from "../contract/program.ts";
import { scrapeContract } from "../contract/scrape.ts";
import { serverContract } from "../contract/server.ts";

serverContract(serve);
scrapeContract(serve, compressions);
programContract("node");
