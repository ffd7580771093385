/** Proves that a decision is read again when it may have changed, and that erasing removes only what is ours. */
// @vitest-environment happy-dom
// @vitest-environment-options { "happyDOM": { "url": "https://shop.example/" } }
import { afterEach, expect, test, vi } from "vitest";
import { createConsent } from "../../../src/consent.ts";

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["another tab decides", new StorageEvent("storage", { key: "clickstream:consent" })],
  ["another tab clears everything", new StorageEvent("storage", { key: null })],
  ["the page is back out of the back/forward cache", new Event("pageshow")],
])("consent is what is kept, as soon as %s", (_, event) => {
  const consent = createConsent({ initial: "granted" });
  localStorage.setItem("clickstream:consent", "denied");
  expect(consent.state()).toBe("granted");
  window.dispatchEvent(event);
  expect(consent.state()).toBe("denied");
  localStorage.clear();
});

test("erases what is ours from both stores, but not the decision and nothing of the page", () => {
  const page = { cart: "1", clickstreamer: "1", "my:clickstream:x": "1" };
  const ours = { clickstream: "1", "clickstream:shop:client_id": "1", "clickstream:shop:1:queue:a:b:c": "1" };
  for (const storage of [localStorage, sessionStorage]) Object.assign(storage, { ...page, ...ours });
  localStorage.setItem("clickstream:consent", "denied");
  createConsent();

  expect(Object.keys(localStorage).sort()).toEqual([...Object.keys(page), "clickstream:consent"].sort());
  expect(Object.keys(sessionStorage).sort()).toEqual(Object.keys(page).sort());
  localStorage.clear();
  sessionStorage.clear();
});

test.each([
  [true, "denied"],
  [false, "granted"],
  [undefined, "granted"],
])("a browser that says %s of Global Privacy Control begins as %s where the site wants it so", (signal, state) => {
  vi.stubGlobal("navigator", { globalPrivacyControl: signal });
  expect(createConsent({ initial: "granted", globalPrivacyControl: "deny" }).state()).toBe(state);
});
