/** Proves that there is one decision in a window, read anew whenever it counts, and that only what is ours is erased. */
// @vitest-environment happy-dom
// @vitest-environment-options { "happyDOM": { "url": "https://shop.example/" } }
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createConsent } from "../../../src/consent.ts";

const KEY = "clickstream:consent";

const [listen, ignore] = [window.addEventListener.bind(window), window.removeEventListener.bind(window)];
let heard: [type: string, listener: EventListener][];

// Each test has a window of its own: with nothing that an earlier one shares, hears or keeps.
beforeEach(() => {
  heard = [];
  vi.stubGlobal("addEventListener", (type: string, listener: EventListener) => {
    heard.push([type, listener]);
    listen(type, listener);
  });
  Reflect.deleteProperty(window, Symbol.for(KEY));
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  for (const each of heard) ignore(...each);
  vi.unstubAllGlobals();
});

/** As if another script of the page had its own copy of the file: by another loader, in another bundle. */
async function importCopy(): Promise<typeof createConsent> {
  vi.resetModules();
  return (await import("../../../src/consent.ts")).createConsent;
}

const decidedBy = (state: string): string => (localStorage.getItem(KEY)?.startsWith(`${state} `) === true ? state : "");

describe("one decision in a window", () => {
  test("is that of each createConsent(), also of another copy of the file", async () => {
    const one = createConsent();
    const other = (await importCopy())();
    one.set("granted");
    expect(other.state()).toBe("granted");
    other.set("denied");
    expect(one.state()).toBe("denied");
    expect(decidedBy("denied")).toBe("denied");
  });

  test("is read anew, whether or not a listener tells of it", () => {
    const consent = createConsent({ initial: "granted" });
    expect(consent.state()).toBe("granted");
    localStorage.setItem(KEY, "denied 1 1");
    expect(consent.state()).toBe("denied");
  });

  test.each(["blocked", "silent"])("is that of each createConsent() where the storage is %s", async (how) => {
    const refuse = (): never => {
      throw new DOMException("blocked", "SecurityError");
    };
    const silent = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined, length: 0 };
    vi.stubGlobal("localStorage", how === "silent" ? silent : new Proxy({}, { get: refuse, ownKeys: refuse }));
    const one = createConsent();
    const other = (await importCopy())();
    one.set("granted");
    expect([one.state(), other.state()]).toEqual(["granted", "granted"]);
    other.set("denied");
    expect([one.state(), other.state()]).toEqual(["denied", "denied"]);
    one.set("granted");
    expect([one.state(), other.state()]).toEqual(["granted", "granted"]);
  });

  test("outlives that the page empties its storage, and is kept again", () => {
    const consent = createConsent();
    consent.set("denied");
    localStorage.clear();
    expect(consent.state()).toBe("denied");
    expect(decidedBy("denied")).toBe("denied");
  });

  test("is known as version 0.1.0 kept it", () => {
    localStorage.setItem(KEY, "denied");
    const consent = createConsent({ initial: "granted" });
    expect(consent.state()).toBe("denied");
    consent.set("granted");
    expect(createConsent().state()).toBe("granted");
  });

  test("that is made again is not written again", () => {
    const consent = createConsent();
    consent.set("granted");
    const kept = localStorage.getItem(KEY);
    consent.set("granted");
    expect(localStorage.getItem(KEY)).toBe(kept);
  });
});

test("a decision is told to each createConsent() of the window, which may hold calls", async () => {
  const { createConsentStore } = await import("../../../src/platform/consent-store.ts");
  const listener = vi.fn();
  createConsentStore()?.onChange(listener);
  createConsentStore()?.write("granted");
  expect(listener).toHaveBeenCalledTimes(1);
});

test.each([
  ["another tab decides", new StorageEvent("storage", { key: KEY })],
  ["another tab clears everything", new StorageEvent("storage", { key: null })],
  ["the page is back out of the back/forward cache", new Event("pageshow")],
])("what is ours is erased as soon as it is denied and %s", (_, event) => {
  createConsent({ initial: "granted" });
  localStorage.setItem("clickstream:default:client_id", "a");
  localStorage.setItem(KEY, "denied");
  window.dispatchEvent(event);
  expect(Object.keys(localStorage)).toEqual([KEY]);
});

test("erases what is ours from both stores, but not the decision and nothing of the page", () => {
  const page = { cart: "1", clickstreamer: "1", "my:clickstream:x": "1" };
  const ours = { clickstream: "1", "clickstream:shop:client_id": "1", "clickstream:shop:1:queue:a:b:c": "1" };
  for (const storage of [localStorage, sessionStorage]) Object.assign(storage, { ...page, ...ours });
  localStorage.setItem(KEY, "denied");
  createConsent();

  expect(Object.keys(localStorage).sort()).toEqual([...Object.keys(page), KEY].sort());
  expect(Object.keys(sessionStorage).sort()).toEqual(Object.keys(page).sort());
});

test.each([
  [true, "denied"],
  [false, "granted"],
  [undefined, "granted"],
])("a browser that says %s of Global Privacy Control begins as %s where the site wants it so", (signal, state) => {
  vi.stubGlobal("navigator", { globalPrivacyControl: signal });
  expect(createConsent({ initial: "granted", globalPrivacyControl: "deny" }).state()).toBe(state);
});
