declare module "snappyjs" {
  export function uncompress(bytes: Uint8Array): ArrayBuffer | Uint8Array<ArrayBuffer>;
  const snappy: { uncompress: typeof uncompress };
  export default snappy;
}
