/** Turns the bytes of an object into its text, and back. Batches may be compressed: `.ndjson.gz`. */
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

/** Larger text would not fit into a string of Node. */
const MAX_TEXT_BYTES = 512 * 1024 * 1024 - 32;

/** By its first bytes (RFC 1952, section 2.3.1): no JSON begins with them, and a name may lie. */
export async function decodeObject(bytes: Uint8Array): Promise<string> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isGzip ? await promisify(gunzip)(bytes, { maxOutputLength: MAX_TEXT_BYTES }) : bytes;
  return Buffer.from(plain).toString("utf8");
}

export async function encodeObject(key: string, text: string): Promise<Uint8Array> {
  return key.endsWith(".gz") ? promisify(gzip)(text) : Buffer.from(text);
}
