/** Cuts a listing of any length into pieces that fit into memory and into a transaction. */
import type { ListedObject } from "./object-source.ts";

/** Together with what is made of it, some hundred MiB. */
const MAX_CHUNK_BYTES = 16 * 1024 * 1024;

/** An object larger than a chunk is a chunk of its own. */
export async function* chunkObjects(
  objects: AsyncIterable<ListedObject>,
  maxObjects: number,
): AsyncGenerator<readonly ListedObject[]> {
  let chunk: ListedObject[] = [];
  let bytes = 0;
  for await (const object of objects) {
    if (chunk.length > 0 && (chunk.length === maxObjects || bytes + object.bytes > MAX_CHUNK_BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(object);
    bytes += object.bytes;
  }
  if (chunk.length > 0) yield chunk;
}
