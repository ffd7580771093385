/** Compacts raw objects to one Parquet file of events a day, each event once. What has not changed is left alone. */
import type { ObjectSource } from "../sources/object-source.ts";
import {
  digestOf,
  groupByFolder,
  isOurs,
  nameOfDigest,
  nameOfDone,
  nameOfEvents,
  nameOfPart,
  nameOfReports,
  parsePart,
  type Part,
} from "./files.ts";
import type { ParquetStore } from "./parquet-store.ts";
import { joinParts, writeParts, writeText, type FolderReport } from "./write-files.ts";

export interface CompactOptions {
  readonly source: ObjectSource;
  readonly target: ParquetStore;
  /** The first day (`2026-11-24`) that is kept. Earlier ones are removed. @default all days are kept */
  readonly keepFrom?: string | undefined;
  /** Is called for each raw folder that was read. */
  readonly onFolder?: (report: FolderReport) => void;
}

export interface CompactReport {
  readonly folders: readonly FolderReport[];
  /** The days whose file was written or removed. */
  readonly days: readonly string[];
}

/**
 * May be killed at any moment and run again: what is there is told by names alone, a file is there as a whole or not at
 * all, and the name that says "done" is written last.
 */
export async function compact(options: CompactOptions): Promise<CompactReport> {
  const { source, target, keepFrom = "", onFolder } = options;
  const folders: FolderReport[] = [];
  const present = new Map<string, string>();
  const known = new Set(await target.list());

  for await (const raw of groupByFolder(source.list(keepFrom.replaceAll("-", "/")))) {
    const { folder, digest } = raw;
    if (known.has(nameOfDone(raw))) {
      present.set(folder, digest);
      continue;
    }
    const report = await writeParts(raw, source, target);
    onFolder?.(report);
    folders.push(report);
    if (report.unreadable === 0) present.set(folder, digest);
    else for (const part of partsOf(known, folder)) present.set(folder, part.digest);
  }

  const names = await target.list();
  const isTrue = ({ folder, digest }: Part): boolean => present.get(folder) === digest;
  const parts = names.flatMap((name) => parsePart(name) ?? []).filter(isTrue);
  const days = await updateDays(parts, names, target);
  for (const name of findStale(names, present, parts)) await target.remove(name);
  return { folders, days };
}

const partsOf = (names: Iterable<string>, folder: string): readonly Part[] =>
  [...names].flatMap((name) => parsePart(name) ?? []).filter((part) => part.folder === folder);

/** Writes the file of each day whose parts have changed. Returns these days. */
async function updateDays(
  parts: readonly Part[],
  names: readonly string[],
  target: ParquetStore,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [day, ofDay] of Map.groupBy(parts, (part) => part.day)) {
    const digest = digestOf(ofDay.map((part) => `${part.folder} ${part.digest}`).toSorted());
    if ((await target.readText(nameOfDigest(day))) === digest) continue;
    await joinParts(day, ofDay, target);
    await writeText(target, nameOfDigest(day), digest);
    changed.push(day);
  }
  const daysLeft = new Set(parts.map(({ day }) => day));
  // Not those that were never written: a name is removed before its digest.
  const gone = names.flatMap((name) => /^_digests\/([\d-]{10})$/.exec(name)?.[1] ?? []);
  for (const day of gone.filter((each) => !daysLeft.has(each))) {
    await target.remove(nameOfEvents(day));
    await target.remove(nameOfDigest(day));
    changed.push(day);
  }
  return changed.toSorted();
}

/** What an earlier state of a folder has left, and what is of a folder that is gone. */
function findStale(
  names: readonly string[],
  present: ReadonlyMap<string, string>,
  parts: readonly Part[],
): readonly string[] {
  const kept = new Set([
    ...[...present].flatMap(([folder, digest]) => [nameOfDone({ folder, digest }), nameOfReports(folder)]),
    ...parts.flatMap((part) => [nameOfPart(part), nameOfEvents(part.day), nameOfDigest(part.day)]),
  ]);
  return names.filter((name) => isOurs(name) && !kept.has(name));
}
