/** What an event says stays text, whatever it looks like. */
// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { buildLivePage } from "../../../examples/demo/live/live-page.ts";
import { openDetail } from "../../../examples/demo/live/client/detail.ts";
import { showNames } from "../../../examples/demo/live/client/name-list.ts";
import { showRows } from "../../../examples/demo/live/client/row-list.ts";
import { showSessions } from "../../../examples/demo/live/client/session-list.ts";
import { buildRow } from "../../../examples/demo/live/row.ts";
import { find } from "../../../examples/web/find.ts";
import { buildTestRow } from "./test-rows.ts";

const PAYLOAD = `</script></pre><script>alert(1)</script><img src=x onerror="alert(1)">`;

beforeEach(() => {
  document.body.innerHTML = `
    <table><tbody id="rows"></tbody></table><ul id="names"></ul><select id="session"></select>
    <dialog id="detail"><h2 id="detail-name"></h2><p id="detail-key"></p><ol id="detail-way"></ol><pre id="detail-json"></pre></dialog>`;
});

function expectOnlyText(): void {
  expect(document.querySelector("script, img, [onerror]")).toBeNull();
  expect(document.body.textContent).toContain(PAYLOAD);
}

test("in a row", () => {
  const text = JSON.stringify({ event_name: PAYLOAD, session_id: PAYLOAD, context_product_name: PAYLOAD });
  const row = { ...buildRow({ key: "events/1", text, storedAtMs: 0 }), key: PAYLOAD };
  showRows(find("#rows", HTMLElement), [row]);
  expectOnlyText();
});

test("in the counts by name", () => {
  showNames(find("#names", HTMLElement), [{ value: PAYLOAD, count: 1 }], { chosen: undefined, onChoose: vi.fn() });
  expectOnlyText();
});

test("in the choice of sessions, which shows the first letters", () => {
  showSessions(find("#session", HTMLSelectElement), [{ value: "<img/>12", count: 1 }], undefined);
  expect(document.querySelector("img")).toBeNull();
  expect(document.body.textContent).toContain("<img/>12 (1)");
});

test("in the drawer that shows a stored object", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ [PAYLOAD]: "x" }))));
  await openDetail(PAYLOAD, PAYLOAD);
  vi.unstubAllGlobals();
  expect(document.querySelector("script, img")).toBeNull();
  expect(find("#detail-json", HTMLElement).textContent).toContain("onerror=");
});

test("in the name of the store", () => {
  expect(buildLivePage(PAYLOAD)).not.toContain("<img");
});

test("leaves a row alone that stays, so that who works with the keyboard stays on it", () => {
  const body = find("#rows", HTMLElement);
  const [old, fresh] = [buildTestRow({ receivedAtMs: 1 }), buildTestRow({ receivedAtMs: 2 })];
  showRows(body, [old]);
  find("button", HTMLButtonElement, body).focus();
  const focused = document.activeElement;

  showRows(body, [fresh, old]);

  expect(document.activeElement).toBe(focused);
  expect(Array.from(body.children, (line) => (line as HTMLElement).dataset["key"])).toEqual([fresh.key, old.key]);
});
