/** Proves that a store keeps its contract over the real storages of each engine: localStorage, sessionStorage, and IndexedDB. */
import { build } from "esbuild";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "../support/browsers/browser.ts";
import { ENGINES_HERE } from "../support/browsers/engines.ts";
import { STORE_CONTRACT } from "../support/store-contract.ts";

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end(html);
});
let html = "";
let url = "";

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
  html = `<!doctype html><link rel="icon" href="data:,"><title>Stores</title><script>${outputFiles[0]?.text ?? ""}
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
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe.each(ENGINES_HERE)("in $name", { timeout: 60_000 }, (engine) => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await engine.open();
    page = await browser.newPage();
    await page.goto(url);
  }, 60_000);
  afterAll(() => browser.close());

  describe.each(["localStorage", "sessionStorage", "localStorage with its copy in IndexedDB"])("%s", (name) => {
    test.each(STORE_CONTRACT.map(({ promise }, index) => [promise, index] as const))("%s", async (_promise, index) => {
      expect(await page.evaluate(`check(${JSON.stringify(name)}, ${index})`)).toBe("as promised");
    });
  });
});
