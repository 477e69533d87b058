import { network } from "../../src/entry/bun.ts";
import { networkContract } from "../contract/network.ts";

networkContract(network);
