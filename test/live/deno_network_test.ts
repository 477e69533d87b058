import { network } from "../../src/entry/deno.ts";
import { networkContract } from "../contract/network.ts";

networkContract(network);
