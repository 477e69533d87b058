import { frameworksContract } from "../contract/frameworks.ts";

frameworksContract();
