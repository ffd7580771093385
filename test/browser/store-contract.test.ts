/** Proves that a store keeps its contract over the real storages of each engine: localStorage, sessionStorage, and IndexedDB. */
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalServer } from "../labs/shared/local-server.ts";
import type { Page } from "../support/browsers/browser.ts";
import { STORE_CONTRACT } from "../support/store-contract.ts";
import { startHtmlSite } from "./html-site.ts";
import { inEachEngine } from "./in-each-engine.ts";

let site: LocalServer;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { STORE_CONTRACT } from "./test/support/store-contract.ts";
        export { createStore } from "./src/platform/storage.ts";
        export { createIndexedDbCopy } from "./src/platform/indexeddb-copy.ts";`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "sdk",
    target: "es2022",
  });
  const html = `<!doctype html><link rel="icon" href="data:,"><title>Stores</title><script>${outputFiles[0]?.text ?? ""}
    const local = () => sdk.createStore(() => localStorage);
    const STORES = {
      localStorage: local,
      sessionStorage: () => sdk.createStore(() => sessionStorage),
      "localStorage with its copy in IndexedDB": () => sdk.createIndexedDbCopy(local()),
    };
    const check = async (name, index) => {
      localStorage.clear();
      sessionStorage.clear();
      localStorage.setItem("cart", "1");
      return (await sdk.STORE_CONTRACT[index].check(STORES[name]())) ?? "as promised";
    };
  </script>`;
  site = await startHtmlSite(() => html);
});
afterAll(() => site.close());

inEachEngine(({ openTab }) => {
  let page: Page;
  beforeAll(async () => {
    page = await openTab(site.url);
  });

  describe.each(["localStorage", "sessionStorage", "localStorage with its copy in IndexedDB"])("%s", (name) => {
    test.each(STORE_CONTRACT.map(({ promise }, index) => [promise, index] as const))("%s", async (_promise, index) => {
      expect(await page.evaluate(`check(${JSON.stringify(name)}, ${index})`)).toBe("as promised");
    });
  });
});
