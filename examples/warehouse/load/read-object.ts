/** Reads an object of the source and parses it. */
import type { ListedObject, ObjectSource } from "../sources/object-source.ts";
import { parseObject, refuseObject, type ParsedObject } from "./parse-object.ts";

export interface LoadedObject extends ParsedObject {
  readonly modifiedAtMs: number;
}

export type ReadResult =
  | { readonly kind: "read"; readonly object: LoadedObject }
  /** It was removed since it was listed. */
  | { readonly kind: "gone" }
  | { readonly kind: "unreadable"; readonly key: string; readonly error: unknown };

/** An object is read whole into memory. Data Firehose writes objects of up to 128 MiB. */
const MAX_OBJECT_BYTES = 160 * 1024 * 1024;

/** Never throws. */
export async function readObject(source: ObjectSource, listed: ListedObject): Promise<ReadResult> {
  const { key, modifiedAtMs, bytes } = listed;
  if (bytes > MAX_OBJECT_BYTES) return { kind: "read", object: { ...refuseObject(key, "too_large"), modifiedAtMs } };
  try {
    const text = await source.read(key);
    if (text === undefined) return { kind: "gone" };
    return { kind: "read", object: { ...parseObject(key, text), modifiedAtMs } };
  } catch (error) {
    // It will not become readable, so it must not hold the others.
    if (isDamaged(error)) return { kind: "read", object: { ...refuseObject(key, "invalid_gzip"), modifiedAtMs } };
    return { kind: "unreadable", key, error };
  }
}

/** The codes of zlib: https://nodejs.org/api/zlib.html#constants */
function isDamaged(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE";
}
