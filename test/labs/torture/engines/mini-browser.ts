/** WebKit without automation: MiniBrowser opens addresses, and all it keeps is in a folder that outlives it. */
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startDisplay } from "../../../support/browsers/display.ts";
import { findMiniBrowser } from "../../../support/browsers/webkit.ts";
import { kill, killTree, listContentProcesses } from "./process-tree.ts";
import type { Tab, Visitor } from "./engine.ts";
import { startWaitingPages } from "./waiting-pages.ts";

/**
 * WebKit's automation sessions keep nothing on disk, and end when a page's process does. Here no automation takes part.
 *
 * @param tabs the most that `openTab` can open, since they are all there from the start
 */
export async function openMiniBrowser(profile: string, tabs: number): Promise<Visitor> {
  const [display, waitingPages] = await Promise.all([startDisplay(), startWaitingPages()]);
  const folders = { HOME: "home", XDG_DATA_HOME: "data", XDG_CACHE_HOME: "cache", XDG_CONFIG_HOME: "config" };
  const env = { ...display.env };
  for (const [name, folder] of Object.entries(folders)) {
    env[name] = join(profile, folder);
    await mkdir(join(profile, folder), { recursive: true });
  }
  const tabNumbers = Array.from({ length: tabs }, (_, tabNumber) => tabNumber);
  const { pid } = spawn(findMiniBrowser(), tabNumbers.map(waitingPages.urlOf), { env, stdio: "ignore" });
  if (pid === undefined) throw new Error("MiniBrowser did not start");
  const end = async (): Promise<void> => {
    await killTree(pid);
    await waitingPages.close();
    display.stop();
  };

  const openTab = async (url: string): Promise<Tab> => {
    const tabNumber = tabNumbers.shift();
    if (tabNumber === undefined) throw new Error("no tab is left");
    await waitingPages.send(tabNumber, url);
    return {
      goto: () => Promise.reject(new Error("no automation controls this tab")),
      close: () => Promise.reject(new Error("no automation controls this tab")),
      async crash() {
        // Tabs are made one after the other, each with a process of its own.
        const processes = listContentProcesses(pid).toSorted((one, other) => one - other);
        await kill(processes.slice(tabNumber, tabNumber + 1));
      },
    };
  };

  return {
    openTab,
    openWindow: openTab,
    kill: end,
    close: end,
  };
}
