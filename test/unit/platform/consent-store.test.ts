// @vitest-environment happy-dom
// @vitest-environment-options { "happyDOM": { "url": "https://shop.example/" } }
import { expect, test } from "vitest";
import { createConsent } from "../../../src/consent.ts";

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
