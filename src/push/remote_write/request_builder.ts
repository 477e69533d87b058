import { ProtobufWriter } from "../../exposition/protobuf/writer.ts";
import { Symbols, SymbolTable } from "./_symbols.ts";
import type { WriteRequest } from "./write_request.ts";

/** Largest request, in bytes: receivers refuse more than 32 MB. */
const MAX_BYTES = 30_000_000;
/** Memory of texts, in bytes, after which they are numbered again. */
const MAX_SYMBOL_BYTES = 2 ** 26;

/** Collects series for requests, of one source or of several. */
export class RequestBuilder {
  /** Texts of all series. */
  symbols: Symbols = new Symbols();
  /** Texts of the current request. */
  table: SymbolTable = new SymbolTable(this.symbols);
  /** Series of the current request. */
  readonly out: ProtobufWriter = new ProtobufWriter(2 ** 16);
  /** Counts how often texts were numbered again. What was made of earlier numbers is void. */
  generation = 0;
  /** Called before the series of a request are taken. */
  onTake: (() => void) | undefined;
  readonly #maxSamples: number;
  #samples = 0;
  #full: WriteRequest[] = [];

  /** @param maxSamples Largest number of samples in a request */
  constructor(maxSamples: number) {
    this.#maxSamples = maxSamples;
  }

  /** Number of samples in the current request. */
  get pending(): number {
    return this.#samples;
  }

  /** Ends a series. A request that is full is put aside. */
  endSeries(): void {
    this.#samples++;
    if (this.#samples >= this.#maxSamples || this.out.length + this.table.length > MAX_BYTES) this.#take();
  }

  /** Takes all requests that are full. */
  takeFull(): readonly WriteRequest[] {
    const requests = this.#full;
    this.#full = [];
    return requests;
  }

  /** Takes all requests. */
  takeAll(): readonly WriteRequest[] {
    if (this.#samples > 0) this.#take();
    if (this.symbols.size > MAX_SYMBOL_BYTES) {
      this.symbols = new Symbols();
      this.table = new SymbolTable(this.symbols);
      this.generation++;
    }
    return this.takeFull();
  }

  #take(): void {
    this.onTake?.();
    const request = new ProtobufWriter(this.table.length + this.out.length);
    this.table.take(request);
    request.append(this.out.bytes.subarray(0, this.out.length));
    this.#full.push({ bytes: request.take(), samples: this.#samples });
    this.out.length = 0;
    this.#samples = 0;
  }
}
