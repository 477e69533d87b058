import { sharedRegistryContract } from "../contract/shared_registry.ts";

sharedRegistryContract("Node");
