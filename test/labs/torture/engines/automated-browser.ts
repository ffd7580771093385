/** A visitor whose browser is controlled by automation. */
import type { Browser, Page } from "../../../support/browsers/browser.ts";
import { withTimeout } from "../wait.ts";
import { kill, killTree, listContentProcesses } from "./process-tree.ts";
import type { Tab, Visitor } from "./engine.ts";

const STEP_MS = 20_000;

export function automate(browser: Browser): Visitor {
  const { pid } = browser;
  if (pid === undefined) throw new Error("the browser was not started here");

  const visit = async (page: Page, url: string): Promise<void> => withTimeout(STEP_MS, "a page's load", page.goto(url));

  return {
    async openTab(url): Promise<Tab> {
      const before = new Set(listContentProcesses(pid));
      const page = await withTimeout(STEP_MS, "a new tab", browser.newPage());
      await visit(page, url);
      const own = listContentProcesses(pid).filter((content) => !before.has(content));
      return {
        goto: (next) => visit(page, next),
        close: () => withTimeout(STEP_MS, "closing a tab", page.close()),
        async crash() {
          if (own.length === 0) throw new Error("the tab has no process of its own");
          await kill(own);
        },
      };
    },
    kill: () => killTree(pid),
    async close() {
      // A browser with a crashed tab does not always close by itself.
      await withTimeout(STEP_MS, "closing the browser", browser.close()).catch(() => killTree(pid));
    },
  };
}
