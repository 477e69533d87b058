import { serve } from "../../src/entry/node.ts";
import { measuredServerContract } from "../contract/measured_server.ts";

measuredServerContract(serve);
