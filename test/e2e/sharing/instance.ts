import process from "node:process";
import { listen } from "./node_server.ts";

// In fork mode each instance has a port of its own.
const { PORTS = "", NODE_APP_INSTANCE = "0" } = process.env;
const ports = PORTS.split(",").map(Number);
await listen(ports[Number(NODE_APP_INSTANCE) % ports.length] as number);
