import { describeSharing } from "../contract/sharing.ts";

describeSharing();
