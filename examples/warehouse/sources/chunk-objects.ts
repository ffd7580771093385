/** Cuts a listing of any length into chunks that fit into memory and into one transaction. */
import type { ListedObject } from "./object-source.ts";

/** The rows that are built from a chunk take several times its bytes, so a chunk needs some hundred MiB of memory. */
const MAX_CHUNK_BYTES = 16 * 1024 * 1024;

/** An object that is larger than a chunk may be is a chunk of its own. */
export async function* chunkObjects(
  objects: AsyncIterable<ListedObject> | Iterable<ListedObject>,
  maxObjects: number,
): AsyncGenerator<readonly ListedObject[]> {
  let chunk: ListedObject[] = [];
  let bytes = 0;
  for await (const object of objects) {
    const isFull = chunk.length === maxObjects || bytes + object.bytes > MAX_CHUNK_BYTES;
    if (isFull && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(object);
    bytes += object.bytes;
  }
  if (chunk.length > 0) yield chunk;
}
