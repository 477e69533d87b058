import { network } from "../../src/entry/node.ts";
import { networkContract } from "../contract/network.ts";

networkContract(network);
