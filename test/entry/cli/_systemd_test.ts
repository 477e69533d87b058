import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../src/app/config/config_error.ts";
import { systemdSockets } from "../../../src/entry/cli/_systemd.ts";

test("systemdSockets() finds the sockets that are for this process", () => {
  assertEquals(systemdSockets({ LISTEN_PID: "7", LISTEN_FDS: "2" }, 7), [{ fd: 3 }, { fd: 4 }]);
  for (
    const env of [
      { LISTEN_PID: "7", LISTEN_FDS: "1.5" },
      {},
      { LISTEN_PID: "8", LISTEN_FDS: "1" },
      { LISTEN_PID: "7" },
      { LISTEN_PID: "7", LISTEN_FDS: "0" },
    ]
  ) {
    assertThrows(() => systemdSockets(env, 7), ConfigError, "systemd has opened no sockets");
  }
});
