/** Runs tests in each browser that is here, with one that is open while they run. */
import { afterAll, beforeAll, describe } from "vitest";
import type { Browser, Engine, Page } from "../support/browsers/browser.ts";
import { ENGINES_HERE } from "../support/browsers/engines.ts";

export interface EngineParts {
  readonly engine: Engine;
  /** Opens a page in a tab of its own. */
  readonly openTab: (url: string) => Promise<Page>;
}

export function inEachEngine(defineTests: (parts: EngineParts) => void): void {
  describe.each(ENGINES_HERE)("in $name", { timeout: 60_000 }, (engine) => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await engine.open();
    }, 60_000);
    afterAll(() => browser.close());

    const openTab = async (url: string): Promise<Page> => {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    };
    defineTests({ engine, openTab });
  });
}
