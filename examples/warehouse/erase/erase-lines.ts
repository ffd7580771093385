/** Erases a visitor's lines in the raw objects. */
import { createHash } from "node:crypto";
import pMap from "p-map";
import { chunkObjects } from "../sources/chunk-objects.ts";
import { isLoadable, type ErasableSource } from "../sources/object-source.ts";
import { findLines } from "./visitor-lines.ts";
import type { Visitor } from "./visitor.ts";

export interface EraseLinesOptions {
  readonly source: ErasableSource;
  readonly visitor: Visitor;
  readonly isDryRun: boolean;
  /** The objects that are read. @default all objects of the source */
  readonly keys?: readonly string[] | undefined;
  /** Is awaited before the objects are removed. */
  readonly onErase: (objects: readonly FoundObject[]) => Promise<void>;
}

/** An object that has lines of the visitor. */
export interface FoundObject {
  readonly key: string;
  /** How many lines are the visitor's. */
  readonly lines: number;
  readonly eventIds: readonly string[];
  /** The object that gets the lines of others. `undefined` if there are none. */
  readonly replacedBy: string | undefined;
}

export interface ErasedLines {
  readonly objects: readonly FoundObject[];
  /** Those of `keys` that are not in the source. */
  readonly missingKeys: readonly string[];
}

/** Objects that are read and written at once. */
const CONCURRENCY = { concurrency: 16 };

/** Objects that are found before the first of them is changed. Their lines are in memory. */
const CHUNK_OBJECTS = 1_000;

export async function eraseLines(options: EraseLinesOptions): Promise<ErasedLines> {
  const objects: FoundObject[] = [];
  const missingKeys: string[] = [];
  for await (const keys of listKeys(options)) {
    const results = await pMap(keys, (key) => readObject(options, key), CONCURRENCY);
    const found = results.flatMap((result) => (result && result.object.lines > 0 ? [result] : []));
    if (found.length > 0 && !options.isDryRun) await change(options, found);
    objects.push(...found.map(({ object }) => object));
    missingKeys.push(...keys.filter((_, index) => results[index] === undefined));
  }
  return { objects, missingKeys };
}

async function* listKeys({ source, keys }: EraseLinesOptions): AsyncGenerator<readonly string[]> {
  if (keys) {
    for (let from = 0; from < keys.length; from += CHUNK_OBJECTS) yield keys.slice(from, from + CHUNK_OBJECTS);
    return;
  }
  for await (const objects of chunkObjects(source.list(), CHUNK_OBJECTS)) {
    yield objects.map(({ key }) => key).filter(isLoadable);
  }
}

interface ReadObject {
  readonly object: FoundObject;
  /** The text of the other lines. */
  readonly others: string;
}

/** `undefined` if there is no such object. */
async function readObject({ source, visitor }: EraseLinesOptions, key: string): Promise<ReadObject | undefined> {
  const text = await source.read(key);
  if (text === undefined) return undefined;
  const { lines, eventIds, others } = findLines(text, visitor);
  const replacedBy = others === "" ? undefined : nameObjectOfOthers(key, others);
  return { object: { key, lines, eventIds, replacedBy }, others };
}

/** The bucket's policy forbids to overwrite, so the others' lines get a new object, before the old one is removed. */
async function change({ source, onErase }: EraseLinesOptions, found: readonly ReadObject[]): Promise<void> {
  await pMap(
    found,
    async ({ object: { replacedBy }, others }) => {
      if (replacedBy !== undefined) await source.create(replacedBy, others);
    },
    CONCURRENCY,
  );
  await onErase(found.map(({ object }) => object));
  await pMap(found, ({ object }) => source.remove(object.key), CONCURRENCY);
}

/** The name depends on the content only, so a second try after a kill finds the object of the first one. */
function nameObjectOfOthers(key: string, others: string): string {
  const hash = createHash("sha256").update(key).update(others).digest("hex").slice(0, 16);
  const ending = key.endsWith(".gz") ? "ndjson.gz" : "ndjson";
  return `${key.replace(/[^/]+$/, "")}rest-${hash}.${ending}`;
}
