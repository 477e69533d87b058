import { describePush } from "../contract/push.ts";

describePush();
