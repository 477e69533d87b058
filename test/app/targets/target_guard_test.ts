import { describe, it } from "node:test";
import { assertEquals, assertInstanceOf, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { TargetError } from "../../../src/app/targets/target_error.ts";
import { TargetGuard, type TargetGuardOptions } from "../../../src/app/targets/target_guard.ts";

const PUBLIC = "93.184.216.34";

/** A guard in a host where every host has one public address. */
function guardOf(options: TargetGuardOptions = {}): TargetGuard {
  return new TargetGuard({ network: { resolve: () => Promise.resolve([PUBLIC]) }, ...options });
}

/** Why a target may not be reached, or "" if it may. */
async function refusal(target: string, options: TargetGuardOptions = {}): Promise<string> {
  try {
    await guardOf(options).check(target);
    return "";
  } catch (error) {
    assertInstanceOf(error, TargetError);
    assertEquals(error.isForbidden, true, error.message);
    return error.message.replace(/^Cannot reach target ".*": /s, "");
  }
}

describe("TargetGuard.check() without rules", () => {
  const welcome = [
    ...["http://example.com/", "https://example.com:8443/a?b#c", "example.com", "example.com:9100", "EXAMPLE.com."],
    ...["http://1.1.1.1/", "1.1.1.1", "[2606:4700::1111]:80", "http://bücher.example/", "http://[::ffff:1.1.1.1]/"],
    ...["http://[64:ff9b::1.1.1.1]/", "http://9.255.255.255/", "http://11.0.0.0/", "http://172.15.255.255/"],
    ...["http://172.32.0.0/", "http://192.167.255.255/", "http://192.169.0.0/", "http://169.253.255.255/"],
    ...["http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://169.254.169.254.example.com/"],
  ];
  for (const target of welcome) {
    it(`TargetGuard.check() lets through ${target}`, async () => {
      assertEquals(await refusal(target), "");
    });
  }

  const refused: Readonly<Record<string, readonly string[]>> = {
    "a loopback address": [
      ...[
        "http://127.0.0.1/",
        "http://127.255.255.254:80/",
        "127.0.0.1",
        "127.0.0.1:9100",
        "http://[::1]/",
        "[::1]:80",
      ],
      ...["http://2130706433/", "http://0x7f000001/", "http://017700000001/", "http://0x7f.1/", "http://127.1/"],
      ...["http://0177.0.0.1/", "http://127.0.0.1./", "http://%31%32%37.0.0.1/", "http://１２７.0.0.1/"],
      ...["http://127。0。0。1/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/"],
      ...["2130706433", "0x7f.1:80", "HTTP://127.0.0.1", "http:////127.0.0.1/".replace("////", "//")],
    ],
    "a private address": [
      "http://10.0.0.1/",
      "http://172.16.0.1/",
      "http://172.31.255.255/",
      "192.168.1.1",
      "[fd00::1]",
    ],
    "a link-local address": ["http://169.254.1.1/", "http://[fe80::1]/", "http://[febf::1]/"],
    "an unspecified address": ["http://0.0.0.0/", "http://0/", "http://[::]/", "http://0.1.2.3/"],
    "a shared address": ["http://100.64.0.1/", "http://100.127.255.255/"],
    "a multicast address": ["http://224.0.0.1/", "http://[ff02::1]/"],
    "a reserved address": [
      ...["http://255.255.255.255/", "http://240.0.0.1/", "http://198.18.0.1/", "http://192.0.2.1/", "203.0.113.1"],
      ...[
        "http://[2001:db8::1]/",
        "http://[2002:7f00:1::]/",
        "http://[::127.0.0.1]/",
        "http://[2001::1]/",
        "[4000::1]",
      ],
      ...["http://[64:ff9b:1::7f00:1]/", "http://[::ffff:0:7f00:1]/"],
    ],
    "the metadata service of a cloud": [
      ...["http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://0xa9fea9fe/", "169.254.169.254."],
      ...[
        "http://[fd00:ec2::254]/",
        "http://[::ffff:169.254.169.254]/",
        "http://169.254.170.2/",
        "http://168.63.129.16/",
      ],
      ...["http://100.100.100.200/", "http://[fd20:ce::254]/", "http://192.0.0.192/"],
      ...[
        "http://metadata.google.internal/",
        "http://METADATA.google.internal./",
        "http://metadata/",
        "metadata.goog:80",
      ],
    ],
    "it must not contain a user name or a password": [
      ...["http://user@example.com/", "http://user:pass@example.com/", "http://:pass@example.com/", "user@example.com"],
      ...["http://example.com@127.0.0.1/".replace("127.0.0.1", "1.1.1.1"), "http://example.com:80@1.1.1.1/"],
    ],
    "its scheme must be http or https": [
      ...[
        "file:///etc/passwd".replace("///", "//host/"),
        "ftp://example.com/",
        "gopher://example.com/",
        "tcp://example.com:80",
      ],
      ...["ws://example.com/", "unix://example.com/"],
    ],
    "it is not a well-formed URL or host": [
      ...[
        "",
        " ",
        "http://",
        "http:///",
        "file:///etc/passwd",
        "http:example.com",
        "javascript:alert(1)",
        "data:text/html,a",
      ],
      ...[
        "http://exa mple.com/",
        "http://example.com/a b",
        " http://example.com/",
        "http://example.com/\n",
        "http://a\tb/",
      ],
      ...["http:\\\\127.0.0.1\\", "http://example.com\\@127.0.0.1/", "http://[fe80::1%25eth0]/", "fe80::1%eth0"],
      ...[
        "http://example.com:99999/",
        "http://a..b/",
        "http://.example.com/",
        "http://./",
        "http://[::1/",
        "::1",
        "/path",
      ],
      ...[
        "http://256.256.256.256/",
        "http://1.2.3.4.5/",
        "http://soft\u00adhyphen.example/",
        "http://a\u0000b/",
        "?a=b",
      ],
      ...["http:////example.com/", "blob:http://example.com/1"],
    ],
  };
  for (const [reason, targets] of Object.entries(refused)) {
    for (const target of targets) {
      it(`TargetGuard.check() refuses ${JSON.stringify(target)}: ${reason}`, async () => {
        assertStringIncludes(await refusal(target), reason);
      });
    }
  }

  it("TargetGuard.check() looks at every address of a host", async () => {
    const addresses = [PUBLIC, "2606:4700::1111", "10.0.0.1"];
    for (const at of [0, 1, 2]) {
      const resolve = () => Promise.resolve([...addresses.slice(at), ...addresses.slice(0, at)]);
      assertStringIncludes(
        await refusal("http://example.com/", { network: { resolve } }),
        "10.0.0.1 is a private address",
      );
    }
    const resolve = () => Promise.resolve(addresses.slice(0, 2));
    assertEquals(await guardOf({ network: { resolve } }).check("http://example.com/"), addresses.slice(0, 2));
  });

  for (const address of ["::ffff:10.0.0.1", "fe80::1%eth0", "10.1", "", "example.com"]) {
    it(`TargetGuard.check() refuses a host that resolves to "${address}"`, async () => {
      const reason = await refusal("http://example.com/", { network: { resolve: () => Promise.resolve([address]) } });
      assertStringIncludes(reason, `${address}`);
    });
  }

  it("TargetGuard.check() resolves the name as it is asked for, once", async () => {
    const names: string[] = [];
    const resolve = (name: string) => {
      names.push(name);
      return Promise.resolve([PUBLIC]);
    };
    const guard = guardOf({ network: { resolve } });
    for (const target of ["http://EXAMPLE.com.:80/", "bücher.example", "http://1.1.1.1/"]) await guard.check(target);
    assertEquals(names, ["example.com", "xn--bcher-kva.example"]);
  });

  it("TargetGuard.check() tells that a host has no address, which is not forbidden", async () => {
    const failing = guardOf({ network: { resolve: () => Promise.reject(new Error("ENOTFOUND")) } });
    const error = await assertRejects(() => failing.check("http://example.com/"), TargetError);
    assertEquals(
      error.message,
      'Cannot reach target "http://example.com/": the DNS lookup of "example.com" failed',
    );
    assertEquals(error.isForbidden, false);
    const none = guardOf({ network: { resolve: () => Promise.resolve([]) } });
    await assertRejects(() => none.check("http://example.com/"), TargetError, '"example.com" has no address');
  });
});

describe("TargetGuard.check() with rules", () => {
  const cases:
    readonly (readonly [allow: readonly string[], allowed: readonly string[], refused: readonly string[]])[] = [
      [[], [], ["http://example.com/", "http://1.1.1.1/", "http://127.0.0.1/"]],
      [["example.com"], ["http://example.com/", "https://EXAMPLE.com.:8443/"], [
        "http://www.example.com/",
        "http://example.org/",
      ]],
      [["Bücher.example"], ["http://xn--bcher-kva.example/", "http://BÜCHER.example/"], ["http://bucher.example/"]],
      [["*.example.com"], ["http://a.example.com/", "http://a.b.example.com/"], [
        ...[
          "http://example.com/",
          "http://badexample.com/",
          "http://example.com.evil.test/",
          "http://a.example.com.evil.test/",
        ],
      ]],
      [["*"], ["http://example.com/", "http://1.1.1.1/"], ["http://10.0.0.1/", "http://metadata/"]],
      [["https://*"], ["https://example.com/"], ["http://example.com/"]],
      [["*:9100"], ["http://example.com:9100/", "example.com:9100"], ["http://example.com/"]],
      [["https://example.com"], ["https://example.com/", "https://example.com:8443/"], ["http://example.com/"]],
      [["example.com:443"], ["https://example.com/", "http://example.com:443/"], [
        "http://example.com/",
        "https://example.com:80",
      ]],
      [["http://example.com:80"], ["http://example.com/", "http://example.com:080/", "example.com"], [
        "http://example.com:81/",
      ]],
      [["10.0.0.0/8"], ["http://10.1.2.3:9100/", "http://[::ffff:10.0.0.1]/", "http://0xa.1/"], [
        "http://example.com/",
        "http://11.0.0.1/",
      ]],
      [["*", "10.0.0.0/8"], ["http://10.1.2.3/", "http://example.com/"], ["http://192.168.0.1/"]],
      [["127.0.0.1"], ["http://127.0.0.1:9100/", "http://127.1/"], ["http://127.0.0.2/", "http://[::1]/"]],
      [["127.0.0.1:9100"], ["http://127.0.0.1:9100/"], ["http://127.0.0.1/", "http://127.0.0.1:9101/"]],
      [["http://127.0.0.1:9100"], ["http://127.0.0.1:9100/"], ["https://127.0.0.1:9100/"]],
      [["[::1]:80"], ["http://[::1]/"], ["http://[::1]:81/"]],
      [["fd00::/8"], ["http://[fd00::1]/"], ["http://[fd00:ec2::254]/", "http://[fe80::1]/"]],
      [["169.254.0.0/16", "0.0.0.0/0"], ["http://169.254.1.1/"], ["http://169.254.169.254/"]],
      [["169.254.169.254"], ["http://169.254.169.254/"], ["http://169.254.170.2/"]],
      [["*.internal", "*"], ["http://a.internal/"], ["http://metadata.google.internal/"]],
      [["metadata.google.internal"], ["http://metadata.google.internal/"], ["http://metadata.goog/"]],
    ];
  for (const [allow, allowed, refused] of cases) {
    it(`TargetGuard.check() lets through what ${JSON.stringify(allow)} allows, and nothing else`, async () => {
      for (const target of allowed) assertEquals([target, await refusal(target, { allow })], [target, ""]);
      for (const target of refused) assertEquals([target, await refusal(target, { allow }) === ""], [target, false]);
    });
  }

  it("TargetGuard.check() does not let a name that is allowed resolve to what is not", async () => {
    for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:192.168.0.1"]) {
      const resolve = () => Promise.resolve([address]);
      assertStringIncludes(
        await refusal("http://example.com/", { allow: ["example.com"], network: { resolve } }),
        address,
      );
    }
  });

  it("TargetGuard.check() lets any name through that resolves to a network that is allowed", async () => {
    const options = { allow: ["10.0.0.0/8"], network: { resolve: () => Promise.resolve(["10.0.0.1", "10.0.0.2"]) } };
    assertEquals(await refusal("http://database.example/", options), "");
    const mixed = { ...options, network: { resolve: () => Promise.resolve(["10.0.0.1", PUBLIC]) } };
    assertStringIncludes(await refusal("http://database.example/", mixed), "it is not in the allow list");
  });

  it("TargetGuard.check() takes other schemes where they are allowed", async () => {
    const options = { schemes: ["tcp:", "POSTGRES"], allow: ["*", "10.0.0.1:5432"] };
    assertEquals(await refusal("tcp://example.com:80", options), "");
    assertEquals(await refusal("postgres://10.0.0.1:5432/orders", options), "");
    assertStringIncludes(await refusal("postgres://10.0.0.1/orders", options), "10.0.0.1 is a private address");
    assertStringIncludes(await refusal("tcp://0x7f.1:80", options), "127.0.0.1 is a loopback address");
    assertStringIncludes(
      await refusal("http://example.com", options),
      'must be tcp or postgres, current value is "http"',
    );
  });

  for (
    const allow of [
      "",
      "*example.com",
      "exam*ple.com",
      "*.*.com",
      "*.",
      "a b",
      "http://",
      "http://10.0.0.0/8",
      "a/b",
      "example.com?",
      "user@example.com",
      "10.0.0.0/33",
      "[::1",
      "example.com:99999",
      "*.10.0.0.1",
      "**",
    ]
  ) {
    it(`TargetGuard rejects the rule "${allow}"`, () => {
      assertThrows(() => guardOf({ allow: [allow] }), TypeError, `Cannot allow target "${allow}": it must be a host`);
    });
  }
});

describe("TargetGuard where hosts cannot be looked up", () => {
  it("TargetGuard.check() checks what is written", async () => {
    const guard = new TargetGuard({ network: {} });
    assertEquals(await guard.check("http://example.com/"), []);
    assertEquals(await guard.check("http://1.1.1.1/"), ["1.1.1.1"]);
    for (
      const target of [
        "http://localhost/",
        "http://a.localhost:80/",
        "http://LOCALHOST./",
        "http://10.0.0.1/",
        "metadata",
      ]
    ) {
      await assertRejects(() => guard.check(target), TargetError);
    }
    assertEquals(await new TargetGuard({ allow: ["127.0.0.0/8"], network: {} }).check("http://localhost/"), []);
  });

  it("TargetGuard.check() lets no name through without a network", async () => {
    const guard = new TargetGuard();
    assertEquals(await guard.check("http://1.1.1.1/"), ["1.1.1.1"]);
    await assertRejects(
      () => guard.check("http://example.com/"),
      TargetError,
      '"example.com" cannot be resolved without a network',
    );
  });

  it("TargetGuard.inspect() looks nothing up", () => {
    const guard = guardOf({
      network: { resolve: () => Promise.reject(new Error("The name was looked up")) },
      allow: ["*.example.com"],
    });
    guard.inspect("http://a.example.com/");
    assertThrows(() => guard.inspect("http://example.org/"), TargetError, "it is not in the allow list");
    assertThrows(() => guard.inspect("http://10.0.0.1/"), TargetError, "10.0.0.1 is a private address");
  });
});

describe("TargetError", () => {
  const shown: Readonly<Record<string, string>> = {
    "http://user:pass@10.0.0.1/a?token=secret#b": "http://10.0.0.1/a",
    "user:pass@10.0.0.1": "10.0.0.1",
    "http://10.0.0.1/a@b": "http://10.0.0.1/a@b",
    [`http://10.0.0.1/${"a".repeat(1000)}`]: `http://10.0.0.1/${"a".repeat(184)}…`,
  };
  for (const [target, text] of Object.entries(shown)) {
    it(`TargetError repeats no secrets of ${target.slice(0, 40)}`, () => {
      assertEquals(new TargetError(target, "why").message, `Cannot reach target "${text}": why`);
    });
  }
});
