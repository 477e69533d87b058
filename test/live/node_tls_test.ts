import { serve } from "../../src/entry/node.ts";
import { tlsContract } from "../contract/tls.ts";

tlsContract(serve);
