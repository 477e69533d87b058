import { serve } from "../../src/entry/node.ts";
import { webContract } from "../contract/web.ts";

webContract(serve);
