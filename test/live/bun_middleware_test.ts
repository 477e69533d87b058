import { serve } from "../../src/entry/bun.ts";
import { measuredServerContract } from "../contract/measured_server.ts";

measuredServerContract(serve);
