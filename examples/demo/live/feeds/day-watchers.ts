/** Watches the folders of single days. The file system names each new file, so no folder is listed. */
import { watch, type FSWatcher } from "node:fs";
import { join } from "node:path";

export interface DayWatchers {
  /** Starts to watch, again for a folder that was removed and created again. */
  readonly open: (day: string) => void;
  readonly close: (day: string) => void;
  readonly closeAll: () => void;
}

interface DayListener {
  /** Receives the key of a file that was added or removed. */
  readonly onFile: (key: string) => void;
  readonly onTrouble: (error: unknown) => void;
}

export function createDayWatchers(folder: string, { onFile, onTrouble }: DayListener): DayWatchers {
  const watchers = new Map<string, FSWatcher>();

  const close = (day: string): void => {
    watchers.get(day)?.close();
    watchers.delete(day);
  };
  return {
    open(day) {
      close(day);
      try {
        const watcher = watch(join(folder, day), (_, name) => {
          if (name !== null) onFile(`${day}/${name}`);
        });
        // Windows reports the removal of a watched folder as an error.
        watcher.on("error", () => {
          close(day);
        });
        watchers.set(day, watcher);
      } catch (error) {
        // The folder may have been removed in the meantime, which is no error.
        if (!isGone(error)) onTrouble(error);
      }
    },
    close,
    closeAll() {
      for (const day of [...watchers.keys()]) close(day);
    },
  };
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
