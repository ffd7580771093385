/** Reads and erases raw events in the folder that `npm start` writes: the same keys as in a bucket. */
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { BucketSource, ListedObject } from "./object-source.ts";
import { decodeObject, encodeObject } from "./object-text.ts";

/** `folder` is the one that has `events` in it. */
export function createFolderSource(folder: string): BucketSource {
  return {
    name: resolve(folder),

    async *list(fromDay = "") {
      for (const day of await listDays(folder)) {
        if (day < fromDay) continue;
        for (const name of (await namesIn(join(folder, "events", day))).toSorted()) {
          const object = await describe(folder, `events/${day}/${name}`);
          if (object) yield object;
        }
      }
    },

    find: (key) => describe(folder, key),

    async read(key) {
      const bytes = await orUndefined(readFile(join(folder, key)));
      return bytes && (await decodeObject(bytes));
    },

    async create(key, text) {
      // The same name at each try, so that a draft that a killed erasure left behind is used up by the next.
      const draft = join(folder, ".incoming", basename(key));
      await mkdir(dirname(draft), { recursive: true });
      await writeFile(draft, await encodeObject(key, text));
      // A link is there as a whole or not at all, and never overwrites a file.
      await link(draft, join(folder, key)).catch(ignore("EEXIST"));
      await rm(draft);
    },

    async remove(key) {
      await rm(join(folder, key), { force: true });
    },
  };
}

/** The days of which there is a folder, as `YYYY/MM/DD`, in order. */
async function listDays(folder: string): Promise<readonly string[]> {
  const events = join(folder, "events");
  const days: string[] = [];
  for (const year of await namesIn(events)) {
    for (const month of await namesIn(join(events, year))) {
      for (const day of await namesIn(join(events, year, month))) days.push(`${year}/${month}/${day}`);
    }
  }
  return days.sort();
}

/** An empty list for a folder that does not exist (yet). */
async function namesIn(folder: string): Promise<readonly string[]> {
  return (await orUndefined(readdir(folder))) ?? [];
}

async function describe(folder: string, key: string): Promise<ListedObject | undefined> {
  const stats = await orUndefined(stat(join(folder, key)));
  return stats?.isFile() ? { key, modifiedAtMs: stats.mtimeMs, bytes: stats.size } : undefined;
}

function orUndefined<Value>(value: Promise<Value>): Promise<Value | undefined> {
  return value.catch(ignore("ENOENT", "ENOTDIR"));
}

function ignore(...codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && "code" in error && codes.includes(String(error.code))) return undefined;
    throw error;
  };
}
