import { serve } from "../../src/entry/node.ts";
import { programContract } from "../contract/program.ts";
import { serverContract } from "../contract/server.ts";

serverContract(serve);
programContract("node");
