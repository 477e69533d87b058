import { serve } from "../../src/entry/bun.ts";
import { webContract } from "../contract/web.ts";

webContract(serve);
