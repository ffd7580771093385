/** WebKit that nobody drives: MiniBrowser opens addresses, and all it keeps is in a folder that outlives it. */
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startDisplay } from "../../../support/browsers/display.ts";
import { findMiniBrowser } from "../../../support/browsers/webkit.ts";
import { kill, killTree, listContentProcesses } from "./process-tree.ts";
import type { Visitor } from "./visitor.ts";
import { startWaitingRoom } from "./waiting-room.ts";

/**
 * WebKit's automation sessions keep nothing on disk, and end when a page's process does. Here no automation takes part.
 *
 * @param tabs the most that `openTab` can open, since they are all there from the start
 */
export async function openMiniBrowser(profile: string, tabs: number): Promise<Visitor> {
  const [display, room] = await Promise.all([startDisplay(), startWaitingRoom()]);
  const folders = { HOME: "home", XDG_DATA_HOME: "data", XDG_CACHE_HOME: "cache", XDG_CONFIG_HOME: "config" };
  const env = { ...display.env };
  for (const [name, folder] of Object.entries(folders)) {
    env[name] = join(profile, folder);
    await mkdir(join(profile, folder), { recursive: true });
  }
  const seats = Array.from({ length: tabs }, (_, seat) => seat);
  const { pid } = spawn(findMiniBrowser(), seats.map(room.urlOf), { env, stdio: "ignore" });
  if (pid === undefined) throw new Error("MiniBrowser did not start");
  const end = async (): Promise<void> => {
    await killTree(pid);
    await room.close();
    display.stop();
  };

  return {
    async openTab(url) {
      const seat = seats.shift();
      if (seat === undefined) throw new Error("no tab is left");
      await room.send(seat, url);
      return {
        goto: () => Promise.reject(new Error("nobody drives this tab")),
        close: () => Promise.reject(new Error("nobody drives this tab")),
        async crash() {
          // Tabs are made one after the other, each with a process of its own.
          const processes = listContentProcesses(pid).toSorted((one, other) => one - other);
          await kill(processes.slice(seat, seat + 1));
        },
      };
    },
    kill: end,
    close: end,
  };
}
