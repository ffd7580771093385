/** WebKit that nobody drives: MiniBrowser opens an address, and all it keeps is in a folder that outlives it. */
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startDisplay } from "../../browser/display.ts";
import { findMiniBrowser } from "../../browser/webkit.ts";
import { killTree } from "./process-tree.ts";
import type { Visitor } from "./visitor.ts";

/** WebKit's automation sessions keep nothing on disk, whatever their settings say. */
export async function openMiniBrowser(profile: string): Promise<Visitor> {
  const display = await startDisplay();
  const folders = { HOME: "home", XDG_DATA_HOME: "data", XDG_CACHE_HOME: "cache", XDG_CONFIG_HOME: "config" };
  const env = { ...display.env };
  for (const [name, folder] of Object.entries(folders)) {
    env[name] = join(profile, folder);
    await mkdir(join(profile, folder), { recursive: true });
  }
  const pids: number[] = [];
  const stop = async (): Promise<void> => {
    for (const pid of pids) await killTree(pid);
    display.stop();
  };
  const cannot = (): never => {
    throw new Error("MiniBrowser is not driven here");
  };
  return {
    openTab(url) {
      const { pid } = spawn(findMiniBrowser(), [url], { env, stdio: "ignore" });
      if (pid !== undefined) pids.push(pid);
      return Promise.resolve({ goto: cannot, close: cannot, crash: cannot });
    },
    kill: stop,
    close: stop,
  };
}
