import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execute } from "../../support/child.ts";
import { makeFolder } from "../../support/folder.ts";

/** Targets that behave, and others. */
export interface Targets extends AsyncDisposable {
  /** Addresses by what is to be expected. */
  readonly urls: Readonly<Record<string, string>>;
  /** Variables that have a program trust those whose certificate is good. */
  readonly env: Readonly<Record<string, string>>;
}

const CHUNK = "x".repeat(1000);

/** By path: what a target does. */
const BEHAVIOURS: Readonly<Record<string, RequestListener>> = {
  "/good": (_request, response) => response.end("hello"),
  "/moved": (_request, response) => response.writeHead(302, { location: "/good" }).end(),
  "/missing": (_request, response) => response.writeHead(404).end("missing"),
  "/slow": () => {},
  "/endless": (_request, response) => {
    const timer = setInterval(() => response.write(CHUNK), 20);
    response.once("close", () => clearInterval(timer));
  },
  "/huge": (_request, response) => response.end("x".repeat(1_000_000)),
  "/loop": (_request, response) => response.writeHead(302, { location: "/loop" }).end(),
  "/inside": (_request, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
  "/hang-up": (request) => void request.socket.destroy(),
};

/** Starts them all. */
export async function startTargets(): Promise<Targets> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await makeFolder());
  const { authority, good, selfSigned } = await makeCertificates(path);
  const behave: RequestListener = (request, response) => BEHAVIOURS[request.url ?? ""]?.(request, response);
  const plain = await listen(createServer(behave));
  const tls = await listen(createTlsServer(good, behave));
  // At another address: TLS resumes sessions by host, and both servers are of one process.
  const distrusted = await listen(createTlsServer(selfSigned, behave), "127.0.0.2");
  const gone = await listen(createServer(behave));
  await close(gone.server);
  for (const { server } of [plain, tls, distrusted]) stack.defer(() => close(server));
  const kept = stack.move();
  const ofPaths = Object.keys(BEHAVIOURS).map((path) => [path.slice(1), `http://127.0.0.1:${plain.port}${path}`]);
  return {
    urls: {
      ...Object.fromEntries(ofPaths),
      "no-tls": `https://127.0.0.1:${plain.port}/good`,
      "tls": `https://127.0.0.1:${tls.port}/good`,
      "self-signed": `https://127.0.0.2:${distrusted.port}/good`,
      "gone": `http://127.0.0.1:${gone.port}/good`,
    },
    env: { DENO_CERT: authority, NODE_EXTRA_CA_CERTS: authority },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** What a server shows, and how it proves that it may. */
type Certificate = Readonly<Record<"key" | "cert", Buffer>>;

/** Makes two certificates for this machine, and an authority that vouches for one of them. */
async function makeCertificates(
  folder: string,
): Promise<{ authority: string; good: Certificate; selfSigned: Certificate }> {
  const [authority = "", cert = "", selfSigned = "", request = "", extensions = ""] = [
    ...["authority", "cert", "self-signed", "request", "extensions"].map((file) => join(folder, file)),
  ];
  const newKey = (file: string) => ["-newkey", "rsa:2048", "-nodes", "-keyout", `${file}.key`];
  const forThis = ["-addext", "subjectAltName=IP:127.0.0.2", "-addext", "basicConstraints=CA:FALSE"];
  const signed = (file: string) => ["openssl", "req", "-x509", ...newKey(file), "-out", file, "-days", "2"];
  await execute([...signed(authority), "-subj", "/CN=authority"]);
  await execute([...signed(selfSigned), "-subj", "/CN=127.0.0.2", ...forThis]);
  await execute(["openssl", "req", ...newKey(cert), "-out", request, "-subj", "/CN=127.0.0.1"]);
  await writeFile(extensions, "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n");
  const by = ["-CA", authority, "-CAkey", `${authority}.key`, "-CAcreateserial", "-extfile", extensions];
  await execute(["openssl", "x509", "-req", "-in", request, "-out", cert, "-days", "2", ...by]);
  const read = async (file: string) => ({ key: await readFile(`${file}.key`), cert: await readFile(file) });
  return { authority, good: await read(cert), selfSigned: await read(selfSigned) };
}

async function listen(
  server: Server,
  hostname = "127.0.0.1",
): Promise<{ readonly server: Server; readonly port: number }> {
  server.listen(0, hostname);
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
