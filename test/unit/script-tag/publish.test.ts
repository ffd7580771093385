/** Tests who gets what a script-tag file exports. */
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import { Window } from "happy-dom";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { publish } from "../../../src/script-tag/publish.ts";

const [SCRIPT] = buildSync({
  entryPoints: ["src/script-tag/publish.ts"],
  bundle: true,
  format: "iife",
  globalName: "library",
  write: false,
}).outputFiles.map(({ text }) => text);

const api = { createTracker: () => "a tracker" };
const globals = globalThis as unknown as Record<string, unknown>;

/** A page whose running script has these attributes. */
function stubPage(attributes: Readonly<Record<string, string>>) {
  const { document, HTMLScriptElement } = new Window();
  const script = document.createElement("script");
  Object.assign(script.dataset, attributes);
  vi.stubGlobal("document", { currentScript: script });
  vi.stubGlobal("HTMLScriptElement", HTMLScriptElement);
}

beforeEach(() => {
  vi.stubGlobal("clickstream", undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("a page gets a global, and the same one where the file is loaded twice", () => {
  stubPage({});
  const first = publish("clickstream", "createTracker", api);
  expect(globals["clickstream"]).toBe(first);
  expect(first).toEqual(api);

  const { createTracker } = api;
  expect(publish("clickstream", "createTracker", { createTracker: () => "another" })).toBe(first);
  expect(first).toHaveProperty("createTracker", createTracker);
});

test("the queue of the snippet becomes the global, since the page may hold it", () => {
  const queue: unknown[] = [];
  vi.stubGlobal("clickstream", queue);
  stubPage({});
  expect(publish("clickstream", "createTracker", api)).toBe(queue);
  expect(globals["clickstream"]).toBe(queue);
  expect(queue).toHaveProperty("createTracker", api.createTracker);
});

test("a loader that has made the script element gets a module without a name", () => {
  const define = Object.assign(vi.fn(), { amd: {} });
  vi.stubGlobal("define", define);
  stubPage({ requiremodule: "any/name" });
  const published = publish("clickstream", "createTracker", api);
  expect(define.mock.calls).toEqual([[expect.any(Function)]]);
  expect((define.mock.calls as [[() => unknown]])[0][0]()).toBe(published);
});

test("beside a loader, a script tag of the page defines no module", () => {
  const define = Object.assign(vi.fn(), { amd: {} });
  vi.stubGlobal("define", define);
  stubPage({});
  publish("clickstream", "createTracker", api);
  expect(define).not.toHaveBeenCalled();
});

describe("beside the word module", () => {
  /** As a script, since a module of the tests has no free variables of these names. */
  const run = (context: Readonly<Record<string, unknown>>, parameters = ""): Readonly<Record<string, unknown>> => {
    const page = createContext({ ...context });
    runInContext(
      `(function (${parameters}) { ${SCRIPT}; library.publish("clickstream", "createTracker", { createTracker: 1 }) }).apply(null, [globalThis.given])`,
      page,
    );
    return page;
  };

  test("of a page, its variable stays as it is", () => {
    const module = { exports: {} };
    const { clickstream } = run({ document: {}, module });
    expect(module).toEqual({ exports: {} });
    expect(clickstream).toEqual({ createTracker: 1 });
  });

  test("of CommonJS, the exports are the library, and nothing is global", () => {
    const given = { exports: {} };
    expect(run({ given }, "module")["clickstream"]).toBeUndefined();
    expect(given.exports).toEqual({ createTracker: 1 });
  });
});
