/** Tells what is stored in a folder, by what the file system reports: no folder is read again and again. */
import { once } from "node:events";
import { watch as watchFolder, type FSWatcher } from "node:fs";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { watch as watchTree } from "chokidar";
import type { EventFeed, StoredObject } from "./feed.ts";
import { buildRecentDays, isEventKey } from "./keys.ts";
import { ROW_LIMIT } from "./rows.ts";

/** Below `events`: a year, its months, their days. */
const DAY_DEPTH = 2;
const DAY = /^events\/\d{4}\/\d{2}\/\d{2}$/;

/** `folder` is the bucket: it holds `events`. */
export function createFolderFeed(folder: string): EventFeed {
  return {
    async start({ onStored, onTrouble }) {
      const report = async (key: string): Promise<void> => {
        const object = isEventKey(key) ? await readObject(folder, key) : undefined;
        if (object) onStored(object);
      };
      const days = new Map<string, FSWatcher>();

      // A day's own watcher names the file that came. Chokidar, which would read the day's whole folder and then
      // watch each file in it, tells of the days.
      const watchDay = (day: string): void => {
        if (!DAY.test(day)) return;
        days.get(day)?.close();
        const watcher = watchFolder(join(folder, day), (_, name) => {
          if (name !== null) void report(`${day}/${name}`);
        });
        watcher.on("error", () => {
          watcher.close();
        });
        days.set(day, watcher);
      };
      const reportDay = async (day: string): Promise<void> => {
        const keys = DAY.test(day) ? await listKeys(folder, day) : [];
        await Promise.all(keys.slice(0, ROW_LIMIT).map(report));
      };
      const toKey = (path: string): string => relative(folder, path).split(sep).join("/");

      const events = join(folder, "events");
      await mkdir(events, { recursive: true });
      const tree = watchTree(events, { depth: DAY_DEPTH, ignored: (_, stats) => stats?.isFile() ?? false });
      tree.on("error", (error) => {
        onTrouble(error instanceof Error ? error.message : String(error));
      });
      tree.on("addDir", (path) => {
        watchDay(toKey(path));
      });
      await once(tree, "ready");

      const keys = await Promise.all(buildRecentDays(Date.now()).map((day) => listKeys(folder, day)));
      await Promise.all(keys.flat().slice(0, ROW_LIMIT).map(report));
      // A day that begins may have its first files before its watcher.
      tree.on("addDir", (path) => {
        void reportDay(toKey(path));
      });

      return async () => {
        await tree.close();
        for (const watcher of days.values()) watcher.close();
      };
    },

    async read(key) {
      return (await readObject(folder, key))?.text;
    },
  };
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
