/** Tells what is stored in a folder, by what the file system reports: no folder is read again and again. */
import { once } from "node:events";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { watch, type FSWatcher } from "chokidar";
import { createDayWatchers } from "./day-watchers.ts";
import type { EventFeed, StoredObject } from "./feed.ts";
import { buildRecentDays, isEventKey } from "./keys.ts";
import { ROW_LIMIT } from "./rows.ts";

/** Below `events`: a year, its months, their days. */
const DAY_DEPTH = 2;
const DAY = /^events\/\d{4}\/\d{2}\/\d{2}$/;

/** How long it may take to remove the last empty folders, once what they held is gone. */
const EMPTYING_MS = 100;

/** `folder` is the bucket: it holds `events`. */
export function createFolderFeed(folder: string): EventFeed {
  const events = join(folder, "events");

  return {
    async start({ onStored, onTrouble }) {
      const report = async (key: string): Promise<void> => {
        const object = isEventKey(key) ? await readObject(folder, key) : undefined;
        if (object) onStored(object);
      };
      const reportDays = async (days: readonly string[]): Promise<void> => {
        const keys = await Promise.all(days.map((day) => listKeys(folder, day)));
        await Promise.all(keys.flat().slice(0, ROW_LIMIT).map(report));
      };
      const warn = (error: unknown): void => {
        onTrouble(error instanceof Error ? error.message : String(error));
      };
      const days = createDayWatchers(folder, { onFile: (key) => void report(key), onTrouble: warn });
      const onDay = (act: (day: string) => void) => (path: string) => {
        const day = relative(folder, path).split(sep).join("/");
        if (DAY.test(day)) act(day);
      };

      await mkdir(events, { recursive: true });
      // Chokidar would read a day's whole folder at each file that comes, and watch each file: it gets to know of days only.
      const tree = watch(events, { depth: DAY_DEPTH, ignored: (_, stats) => stats?.isFile() ?? false });
      tree.on("error", warn);
      tree.on("addDir", onDay(days.open));
      tree.on("unlinkDir", onDay(days.close));
      tree.on("unlinkDir", (path) => {
        if (dirname(path) === events) watchAnew(tree, events).catch(warn);
      });
      await once(tree, "ready");

      await reportDays(buildRecentDays(Date.now()));
      // A day that begins may have its first files before its watcher.
      tree.on(
        "addDir",
        onDay((day) => void reportDays([day])),
      );

      return async () => {
        await tree.close();
        days.closeAll();
      };
    },

    async read(key) {
      return (await readObject(folder, key))?.text;
    },
  };
}

/**
 * A year is gone: somebody empties the store to start afresh, and `events` itself goes next or has gone. Chokidar does
 * not always notice that, and what is gone cannot be watched, so the folder is made again.
 */
async function watchAnew(tree: FSWatcher, events: string): Promise<void> {
  await wait(EMPTYING_MS);
  if (tree.closed) return;
  await mkdir(events, { recursive: true });
  tree.unwatch(events);
  tree.add(events);
}

/** Newest first: names begin with the event's time. */
async function listKeys(folder: string, day: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, day)).catch(() => []);
  return names
    .map((name) => `${day}/${name}`)
    .filter(isEventKey)
    .sort()
    .reverse();
}

/** `undefined` for a file that is gone: removing one is reported like adding one. */
async function readObject(folder: string, key: string): Promise<StoredObject | undefined> {
  const path = join(folder, key);
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    return { key, text, storedAtMs: mtimeMs };
  } catch {
    return undefined;
  }
}
