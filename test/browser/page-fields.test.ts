/** What is read of a page in real browsers: whatever its elements are named, and whenever an app sets its title. */
import { build } from "esbuild";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalServer } from "../labs/shared/local-server.ts";
import type { Page } from "../support/browsers/browser.ts";
import { startHtmlSite } from "./html-site.ts";
import { inEachEngine } from "./in-each-engine.ts";

const NAMES = ["title", "referrer", "hidden", "prerendering", "location", "localStorage", "performance", "navigator"];

let site: LocalServer;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { createPageReader } from "./src/platform/page.ts";
        export { onLifecycleEvent, whenShown } from "./src/platform/lifecycle.ts";`,
      resolveDir: ".",
    },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "sdk",
  });
  const script = `<script>${outputFiles[0]?.text ?? ""}; const read = sdk.createPageReader(() => performance.now());</script>`;
  const forms = NAMES.map((name) => `<form name="${name}" id="${name}"></form><img name="${name}">`).join("");
  site = await startHtmlSite((path) => {
    const clobbered = path.startsWith("/clobbered") ? forms : "";
    return `<!doctype html><link rel="icon" href="data:,"><title>Teapot</title>${clobbered}${script}`;
  });
});
afterAll(() => site.close());

inEachEngine(({ openTab }) => {
  const open = (path: string): Promise<Page> => openTab(site.url + path);

  test("forms and images take no property's place", async () => {
    const page = await open("/clobbered");
    // So the forms do what the test is about.
    expect(await page.evaluate("typeof document.title")).not.toBe("string");
    expect(await page.evaluate("read()")).toMatchObject({
      page_url: `${site.url}/clobbered`,
      page_path: "/clobbered",
      page_title: "Teapot",
      page_referrer: "",
    });
    expect(await page.evaluate("typeof localStorage.getItem + typeof performance.now + typeof navigator.onLine")).toBe(
      "functionfunctionboolean",
    );
    const heard = await page.evaluate(`((heard) => {
      sdk.onLifecycleEvent((event) => heard.push(event));
      sdk.whenShown(() => heard.push("shown"));
      window.dispatchEvent(new Event("online"));
      return heard.join();
    })([])`);
    expect(heard).toBe("shown,online");
  });

  test.each([0, 50, 300])(
    "a title that an app sets %d ms after the address is never that of another page",
    async (ms) => {
      const page = await open("/a");
      expect(await page.evaluate("read().page_title")).toBe("Teapot");

      const [atOnce, later] = (await page.evaluate(`new Promise((resolve) => {
      history.pushState(null, "", "/b");
      const atOnce = read();
      setTimeout(() => (document.title = "Jug"), ${ms});
      setTimeout(() => resolve([atOnce, read()]), ${ms + 100});
    })`)) as { page_path: string; page_title?: string }[];
      expect(atOnce?.page_path).toBe("/b");
      expect(atOnce?.page_title ?? null).toBeNull();
      expect(later?.page_title).toBe("Jug");
    },
  );

  test("a title that all pages share is stored when it had the time to change", async () => {
    const page = await open("/a");
    await page.evaluate(`[read(), history.pushState(null, "", "/b")].length`);
    expect(await page.evaluate("read().page_title ?? null")).toBeNull();
    await sleep(5_200);
    expect(await page.evaluate("read().page_title")).toBe("Teapot");
  });
});
