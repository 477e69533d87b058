import { serve } from "../../src/entry/bun.ts";
import { tlsContract } from "../contract/tls.ts";

tlsContract(serve);
