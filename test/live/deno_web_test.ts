import { serve } from "../../src/entry/deno.ts";
import { webContract } from "../contract/web.ts";

webContract(serve);
