/** Tests who gets what a script-tag file exports. */
import { Window } from "happy-dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { publish } from "../../../src/script-tag/publish.ts";

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

test("variables of the page that are called module and exports stay as they are", () => {
  const exported = {};
  vi.stubGlobal("module", { exports: exported });
  stubPage({});
  publish("clickstream", "createTracker", api);
  expect(globals["module"]).toEqual({ exports: exported });
  expect(globals["clickstream"]).toEqual(api);
});
