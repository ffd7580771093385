/** The names of compacted files, and which of them are still true. Pure. */
import { createHash } from "node:crypto";
import { COLUMNS } from "../columns/columns.ts";
import { isLoadable, type ListedObject } from "../sources/object-source.ts";

/** A folder of the raw objects, `2026-11-24`. Its events may be of other days, and events of that day may be in others. */
export interface RawFolder {
  readonly folder: string;
  readonly objects: readonly ListedObject[];
  /** Changes with each object that comes, goes or is another, and with the columns of the files. */
  readonly digest: string;
}

/** Groups a listing, which is in the order of keys. */
export async function* groupByFolder(objects: AsyncIterable<ListedObject>): AsyncGenerator<RawFolder> {
  let current: ListedObject[] = [];
  const folderOf = ({ key }: ListedObject): string => key.slice("events/".length, "events/YYYY/MM/DD".length);
  const toFolder = (first: ListedObject): RawFolder => ({
    folder: folderOf(first).replaceAll("/", "-"),
    objects: current,
    digest: digestOf([
      JSON.stringify(COLUMNS),
      ...current.map(({ key, modifiedAtMs, bytes }) => `${key} ${String(modifiedAtMs)} ${String(bytes)}`),
    ]),
  });
  for await (const object of objects) {
    if (!isLoadable(object.key)) continue;
    const [first] = current;
    if (first && folderOf(first) !== folderOf(object)) {
      yield toFolder(first);
      current = [];
    }
    current.push(object);
  }
  const [first] = current;
  if (first) yield toFolder(first);
}

export function digestOf(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 32);
}

/** The events of one day in one raw folder, each once. Names that begin with `_` are hidden from Athena and Spark. */
export interface Part {
  readonly folder: string;
  readonly digest: string;
  readonly day: string;
}

export function nameOfPart({ folder, digest, day }: Part): string {
  return `_parts/${folder}/${digest}/${day}.parquet`;
}

export function parsePart(name: string): Part | undefined {
  const [, folder, digest, day] = /^_parts\/([\d-]{10})\/([\da-f]{32})\/([\d-]{10})\.parquet$/.exec(name) ?? [];
  return folder && digest && day ? { folder, digest, day } : undefined;
}

/** Is written after the parts and reports of a folder, so that a folder without it is read again. */
export function nameOfDone({ folder, digest }: Pick<Part, "folder" | "digest">): string {
  return `_parts/${folder}/${digest}/_done`;
}

/** What each table has of a day. Engines take the folder for the column `day`. */
export function nameOfEvents(day: string): string {
  return `clickstream_events/day=${day}/events.parquet`;
}

/** The drop reports in one raw folder. */
export function nameOfReports(folder: string): string {
  return `clickstream_reports/day=${folder}/reports.parquet`;
}

/** Says from which parts the events of a day were made. */
export function nameOfDigest(day: string): string {
  return `_digests/${day}`;
}

/** Tells our files from others that may be in the same place. */
export function isOurs(name: string): boolean {
  return /^(?:_parts|_digests|clickstream_events|clickstream_reports)\//.test(name);
}
