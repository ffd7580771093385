/** Erases a visitor's lines in the raw objects. */
import { createHash } from "node:crypto";
import pMap from "p-map";
import { chunkObjects } from "../sources/chunk-objects.ts";
import { isLoadable, type ErasableSource } from "../sources/object-source.ts";
import { findLines } from "./visitor-lines.ts";

export interface EraseLinesOptions {
  readonly source: ErasableSource;
  readonly clientId: string;
  readonly isDryRun: boolean;
  readonly keys?: readonly string[] | undefined;
}

/** An object that has lines of the visitor. */
export interface ErasedObject {
  readonly key: string;
  /** It has lines of others, too. */
  readonly hasOthers: boolean;
  /** How many lines are the visitor's. */
  readonly lines: number;
}

/** Objects that are read and written at once. */
const PARALLEL_OBJECTS = 16;

/** Objects of a listing that are kept in memory. */
const CHUNK_OBJECTS = 1_000;

/** Returns the objects that had lines of the visitor. */
export async function eraseLines(options: EraseLinesOptions): Promise<readonly ErasedObject[]> {
  const erased: ErasedObject[] = [];
  for await (const keys of listKeys(options)) {
    const objects = await pMap(keys, (key) => eraseInObject(options, key), { concurrency: PARALLEL_OBJECTS });
    erased.push(...objects.filter(({ lines }) => lines > 0));
  }
  return erased;
}

async function* listKeys({ source, keys }: EraseLinesOptions): AsyncGenerator<readonly string[]> {
  if (keys) {
    yield keys.filter(isLoadable);
    return;
  }
  for await (const objects of chunkObjects(source.list(), CHUNK_OBJECTS)) {
    yield objects.map(({ key }) => key).filter(isLoadable);
  }
}

async function eraseInObject({ source, clientId, isDryRun }: EraseLinesOptions, key: string): Promise<ErasedObject> {
  const { lines, others } = findLines((await source.read(key)) ?? "", clientId);
  const hasOthers = others !== "";
  if (lines > 0 && !isDryRun) {
    // The bucket's policy forbids to overwrite, so the others' lines get a new object, before the old one is removed.
    if (hasOthers) await source.create(nameObjectOfOthers(key, others), others);
    await source.remove(key);
  }
  return { key, hasOthers, lines };
}

/** The name depends on the content only, so a second try after a kill finds the object of the first one. */
function nameObjectOfOthers(key: string, others: string): string {
  const hash = createHash("sha256").update(key).update(others).digest("hex").slice(0, 16);
  return `${key.replace(/[^/]+$/, "")}rest-${hash}.ndjson`;
}
