import { serve } from "../../src/entry/deno.ts";
import { tlsContract } from "../contract/tls.ts";

tlsContract(serve, { choosesCipherSuites: false });
