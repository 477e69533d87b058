/**
 * Bytes that share no memory with other threads: `Uint8Array<ArrayBuffer>`, and `Uint8Array` before TypeScript 5.7, which has
 * no such type.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;
