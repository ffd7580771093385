/** A visitor whose browser is controlled by automation. */
import type { Browser, Page } from "../../../support/browsers/browser.ts";
import { withTimeout } from "../wait.ts";
import { kill, killTree, listContentProcesses } from "./process-tree.ts";
import type { Tab, Visitor } from "./engine.ts";

const STEP_MS = 20_000;

export function automate(browser: Browser): Visitor {
  const { pid } = browser;
  if (pid === undefined) throw new Error("the browser was not started here");

  /** A WebDriver has one current window, so that one step must not begin in the middle of another. */
  let lastStep: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(what: string, step: () => Promise<T>): Promise<T> => {
    const begin = (): Promise<T> => withTimeout(STEP_MS, what, step());
    const done = lastStep.then(begin, begin);
    lastStep = done;
    return done;
  };

  const open = async (openPage: () => Promise<Page>, url: string): Promise<Tab> => {
    const visit = (page: Page, next: string): Promise<void> => inTurn("a page's load", () => page.goto(next));
    const before = new Set(listContentProcesses(pid));
    const page = await inTurn("a new tab", openPage);
    await visit(page, url);
    const own = listContentProcesses(pid).filter((content) => !before.has(content));
    return {
      goto: (next) => visit(page, next),
      close: () => inTurn("closing a tab", () => page.close()),
      async crash() {
        if (own.length === 0) throw new Error("the tab has no process of its own");
        await kill(own);
      },
    };
  };

  return {
    openTab: (url) => open(() => browser.newPage(), url),
    openWindow: (url) => open(() => browser.newWindow(), url),
    kill: () => killTree(pid),
    async close() {
      // A browser with a crashed tab does not always close by itself.
      await withTimeout(STEP_MS, "closing the browser", browser.close()).catch(() => killTree(pid));
    },
  };
}
