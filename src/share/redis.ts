import type { Bytes } from "../model/bytes.ts";
import { fromBase64, toBase64 } from "./_base64.ts";
import type { Retirement, StateStore, StoredPeer, StoredState, StoreView, WriteOutcome } from "./state_store.ts";

/** A client of Redis or Valkey: `ioredis`, `redis`, the client of Bun, or a function that sends one command. */
export type RedisClient =
  | { call(command: string, ...args: string[]): Promise<unknown> }
  | { sendCommand(args: string[]): Promise<unknown> }
  | { send(command: string, args: string[]): Promise<unknown> }
  | ((args: string[]) => Promise<unknown>);

/** Options of {@linkcode redis}. */
export interface RedisOptions {
  /** Connected client. The caller closes it, after the shared registry. */
  readonly client: RedisClient;
  /** Name of what is shared: isolates with the same name share their metrics. */
  readonly name: string;
  /**
   * Time after which everything is forgotten if no isolate writes, in seconds.
   *
   * @default {2_592_000, which is 30 days}
   */
  readonly expirySeconds?: number | undefined;
}

/** Largest number of retired isolates that are remembered longer than a week. */
const MAX_REMEMBERED = 20_000;

/** Begins every script: its keys, and the time of the server. */
const START = `
local heads, states, retired, ended = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function head(text)
  local seq, heard, last = string.match(text, '^(%d+) (%d+) (%d)$')
  return tonumber(seq), tonumber(heard), last == '1'
end`;

/** Arguments: expiry in seconds, new epoch, ID, sequence number, 1 if it is the last, state or nothing. */
const WRITE = `${START}
local expiry, id, seq, last, state = ARGV[1], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
if redis.call('HSETNX', retired, 'epoch', ARGV[2]) == 1 then redis.call('DEL', heads, states, ended) end
local end_seq = redis.call('HGET', ended, id)
if end_seq then return {'retired', string.match(end_seq, '^%d+')} end
local epoch = redis.call('HGET', retired, 'epoch')
local known = redis.call('HGET', heads, id)
local known_seq = known and head(known) or -1
if state == '' and known_seq ~= tonumber(seq) then return {'missing', epoch} end
if known_seq <= tonumber(seq) then
  if state ~= '' then redis.call('HSET', states, id, state) end
  redis.call('HSET', heads, id, seq .. ' ' .. string.format('%.0f', now) .. ' ' .. last)
end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, expiry) end
return {'written', epoch}`;

/** Arguments: known version, then IDs and sequence numbers of known states. */
const READ = `${START}
local known = {}
for i = 2, #ARGV, 2 do known[ARGV[i]] = tonumber(ARGV[i + 1]) end
local peers = {}
local all = redis.call('HGETALL', heads)
for i = 1, #all, 2 do
  local seq, heard, last = head(all[i + 1])
  local state = known[all[i]] == seq and '' or redis.call('HGET', states, all[i])
  if state then
    peers[#peers + 1] = {all[i], seq, string.format('%.0f', now - heard), last and '1' or '0', state}
  end
end
local version = (redis.call('HGET', retired, 'epoch') or '') .. '/' .. (redis.call('HGET', retired, 'version') or '0')
local totals = version ~= ARGV[1] and redis.call('HGET', retired, 'state') or ''
return {version, totals, redis.call('HLEN', ended), peers}`;

/** Arguments: version, new totals, silence in milliseconds, largest number that is remembered, then IDs and sequence numbers. */
const RETIRE = `${START}
local number = redis.call('HGET', retired, 'version') or '0'
if (redis.call('HGET', retired, 'epoch') or '') .. '/' .. number ~= ARGV[1] then return 0 end
for i = 5, #ARGV, 2 do
  local text = redis.call('HGET', heads, ARGV[i])
  if not text then return 0 end
  local seq, heard, last = head(text)
  if seq ~= tonumber(ARGV[i + 1]) or not last and now - heard < tonumber(ARGV[3]) then return 0 end
end
for i = 5, #ARGV, 2 do
  redis.call('HDEL', heads, ARGV[i])
  redis.call('HDEL', states, ARGV[i])
  redis.call('HSET', ended, ARGV[i], ARGV[i + 1] .. ' ' .. string.format('%.0f', now))
end
redis.call('HSET', retired, 'version', tonumber(number) + 1, 'state', ARGV[2])
if redis.call('HLEN', ended) > tonumber(ARGV[4]) then
  local all = redis.call('HGETALL', ended)
  for i = 1, #all, 2 do
    if now - tonumber(string.match(all[i + 1], ' (%d+)$')) > 604800000 then redis.call('HDEL', ended, all[i]) end
  end
end
return 1`;

/**
 * Shares a registry through Redis 5 or later, or Valkey: for several hosts, and for serverless functions, which are frozen
 * between two requests and may all end. Each isolate writes its state at least every `flushSeconds`; a scrape reads those that have
 * changed. The server must keep its keys: set `maxmemory-policy noeviction`.
 *
 * @example Share the metrics of all hosts
 * ```ts ignore
 * import { Redis } from "ioredis";
 * import { redis, shareRegistry } from "@webprom/exporter/share";
 *
 * const client = new Redis("redis://localhost:6379");
 * const shared = await shareRegistry(registry, { mailbox: redis({ client, name: "shop" }) });
 * ```
 *
 * @param options Client and name
 * @returns The store, for the option `mailbox` of `shareRegistry()`
 * @throws {TypeError} If the client has no method to send a command
 * @throws {RangeError} If the expiry is out of range
 */
export function redis(options: RedisOptions): StateStore {
  return new RedisStore(options);
}

class RedisStore implements StateStore {
  readonly name = "redis";
  readonly #send: (args: string[]) => Promise<unknown>;
  readonly #keys: readonly string[];
  readonly #expirySeconds: number;
  /** Names what the store has if it has lost everything. */
  readonly #epoch = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  #epochs = 0;

  constructor({ client, name, expirySeconds = 2_592_000 }: RedisOptions) {
    if (!(Number.isInteger(expirySeconds) && expirySeconds >= 3600 && expirySeconds <= 10 ** 9)) {
      throw new RangeError(
        `Cannot share registry: expirySeconds must be an integer >= 3600 and <= 1000000000, current value is ${expirySeconds}`,
      );
    }
    this.#send = senderOf(client);
    this.#expirySeconds = expirySeconds;
    // The braces put all keys into one slot of a cluster.
    this.#keys = ["heads", "states", "retired", "ended"].map((key) => `{webprom:${name}}:${key}`);
  }

  async write({ id, seq, isLast, bytes }: StoredState): Promise<WriteOutcome> {
    const state = bytes === undefined ? "" : toBase64(bytes);
    const epoch = `${this.#epoch}-${this.#epochs++}`;
    const reply = await this.#run(WRITE, [`${this.#expirySeconds}`, epoch, id, `${seq}`, isLast ? "1" : "0", state]);
    const [kind, detail] = listOf(reply).map(String);
    if (kind === "retired") return { kind, seq: Number(detail) };
    if ((kind === "written" || kind === "missing") && detail !== undefined) return { kind, epoch: detail };
    throw unexpected(reply);
  }

  async read(version: string, known: ReadonlyMap<string, number>): Promise<StoreView> {
    const reply = await this.#run(READ, [version, ...[...known].flatMap(([id, seq]) => [id, `${seq}`])]);
    const [current, retired, ended, peers] = listOf(reply);
    return {
      version: String(current),
      retired: bytesOf(retired),
      ended: Number(ended),
      peers: listOf(peers).map(peerOf),
    };
  }

  async retire({ version, bytes, peers, silentMs }: Retirement): Promise<boolean> {
    const ids = peers.flatMap(({ id, seq }) => [id, `${seq}`]);
    return await this.#run(RETIRE, [version, toBase64(bytes), `${silentMs}`, `${MAX_REMEMBERED}`, ...ids]) === 1;
  }

  #run(script: string, args: readonly string[]): Promise<unknown> {
    return this.#send(["EVAL", script, `${this.#keys.length}`, ...this.#keys, ...args]);
  }
}

function senderOf(client: RedisClient): (args: string[]) => Promise<unknown> {
  if (typeof client === "function") return client;
  if ("call" in client) return ([command = "", ...args]) => client.call(command, ...args);
  if ("sendCommand" in client) return (args) => client.sendCommand(args);
  if ("send" in client) return ([command = "", ...args]) => client.send(command, args);
  throw new TypeError(
    "Cannot share registry: client must be a client of ioredis, redis or Bun, or a function that sends one command",
  );
}

function peerOf(value: unknown): StoredPeer {
  const [id, seq, silentMs, isLast, state] = listOf(value);
  return {
    id: String(id),
    seq: Number(seq),
    silentMs: Number(silentMs),
    isLast: isLast === "1",
    bytes: bytesOf(state),
  };
}

function bytesOf(text: unknown): Bytes | undefined {
  return typeof text === "string" && text !== "" ? fromBase64(text) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unexpected(value);
  return value;
}

function unexpected(reply: unknown): Error {
  return new Error(`Cannot share registry: reply of Redis is unexpected: ${JSON.stringify(reply)?.slice(0, 200)}`);
}
