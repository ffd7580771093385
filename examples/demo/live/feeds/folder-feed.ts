/** Reports what is stored in a folder as the file system notifies it, without polling. */
import { once } from "node:events";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { watch, type FSWatcher } from "chokidar";
import { createDayWatchers } from "./day-watchers.ts";
import type { EventFeed, StoredObject } from "../feed.ts";
import { buildRecentDays, isEventKey } from "../event-keys.ts";
import { MAX_LOGGED_ROWS } from "../event-log.ts";
import { readEach } from "./read-each.ts";

/** Below `events`: a year, its months, their days. */
const DAY_DEPTH = 2;
const DAY = /^events\/\d{4}\/\d{2}\/\d{2}$/;

/** How long the removal of the folders themselves may take after that of their files. */
const REMOVAL_MS = 100;

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
        await readEach(keys.flat().slice(0, MAX_LOGGED_ROWS), report);
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
      // Chokidar only watches for new days: it would list a day's folder at each new file, and watch every file.
      const tree = watch(events, { depth: DAY_DEPTH, ignored: (_, stats) => stats?.isFile() ?? false });
      tree.on("error", warn);
      tree.on("addDir", onDay(days.open));
      tree.on("unlinkDir", onDay(days.close));
      tree.on("unlinkDir", (path) => {
        if (dirname(path) === events) watchAnew(tree, events).catch(warn);
      });
      await once(tree, "ready");

      await reportDays(buildRecentDays(Date.now()));
      // A new day's first files may be there before its watcher.
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
 * A year's folder was removed, so somebody is emptying the store, and `events` itself is removed next. Chokidar does not
 * always notice that and cannot watch a removed folder, so it is created and watched again.
 */
async function watchAnew(tree: FSWatcher, events: string): Promise<void> {
  await wait(REMOVAL_MS);
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

/** `undefined` for a removed file: the file system notifies a removal like an addition. */
async function readObject(folder: string, key: string): Promise<StoredObject | undefined> {
  const path = join(folder, key);
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    return { key, text, storedAtMs: mtimeMs };
  } catch {
    return undefined;
  }
}
