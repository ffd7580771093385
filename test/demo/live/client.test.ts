/** The parts of the live page's script: the stream, the lists, the drawer. */
// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { coalesce } from "../../../examples/demo/live/client/coalesce.ts";
import { indent, openDetail } from "../../../examples/demo/live/client/detail.ts";
import { showNames } from "../../../examples/demo/live/client/name-list.ts";
import { showRows } from "../../../examples/demo/live/client/row-list.ts";
import { readSession, showSessions } from "../../../examples/demo/live/client/session-list.ts";
import { openStream } from "../../../examples/demo/live/client/stream.ts";
import { find } from "../../../examples/web/find.ts";
import { buildTestRow } from "./test-rows.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the stream", () => {
  // eslint-disable-next-line no-restricted-syntax -- the browser's own is a class, which the code calls with `new`
  class FakeEventSource extends EventTarget {
    static readonly CLOSED = 2;
    static opened: FakeEventSource[] = [];
    readyState = 1;
    readonly url: string;
    constructor(url: string) {
      super();
      this.url = url;
      FakeEventSource.opened.push(this);
    }
    close(): void {
      this.readyState = FakeEventSource.CLOSED;
    }
    say(type: string, data?: unknown): void {
      this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data) }));
    }
  }

  const listen = () => {
    FakeEventSource.opened = [];
    vi.stubGlobal("EventSource", FakeEventSource);
    const listener = { onView: vi.fn(), onState: vi.fn(), onTrouble: vi.fn() };
    const stop = openStream("/live/stream", listener);
    const [source] = FakeEventSource.opened;
    if (!source) throw new Error("Nothing was opened");
    return { source, listener, stop };
  };

  test("passes on each view, its state and the store's trouble", () => {
    const { source, listener } = listen();
    source.say("open");
    source.say("view", { total: 1 });
    source.say("view", { total: 2 });
    source.say("trouble", "disk full");

    expect(source.url).toBe("/live/stream");
    expect(listener.onState.mock.calls).toEqual([["live"]]);
    expect(listener.onView.mock.calls).toEqual([[{ total: 1 }], [{ total: 2 }]]);
    expect(listener.onTrouble.mock.calls).toEqual([["disk full"]]);
  });

  test("leaves it to the browser to reconnect, but opens a new one where the browser has given up", () => {
    vi.useFakeTimers();
    const { source, listener, stop } = listen();

    source.say("error");
    vi.advanceTimersByTime(10_000);
    expect(FakeEventSource.opened).toHaveLength(1);

    source.close();
    source.say("error");
    vi.advanceTimersByTime(1_999);
    expect(FakeEventSource.opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(FakeEventSource.opened).toHaveLength(2);
    expect(listener.onState.mock.calls).toEqual([["lost"], ["lost"]]);

    stop();
    expect(FakeEventSource.opened.map(({ readyState }) => readyState)).toEqual([2, 2]);
  });

  test("opens nothing more once it is stopped", () => {
    vi.useFakeTimers();
    const { source, stop } = listen();
    source.close();
    source.say("error");

    stop();
    vi.advanceTimersByTime(10_000);

    expect(FakeEventSource.opened).toHaveLength(1);
  });
});

test("work that is asked for several times before a frame is done once in it, and again for the next", () => {
  const frames: (() => void)[] = [];
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
  const work = vi.fn();
  const ask = coalesce(work);

  ask();
  ask();
  expect(work).not.toHaveBeenCalled();
  expect(frames).toHaveLength(1);
  frames[0]?.();
  expect(work).toHaveBeenCalledTimes(1);

  ask();
  frames[1]?.();
  expect(work).toHaveBeenCalledTimes(2);
});

describe("the lists", () => {
  beforeEach(() => {
    document.body.innerHTML = `<table><tbody></tbody></table><ul></ul><select></select>`;
  });

  test("a name is a pressed button when it is chosen, which another click gives up", () => {
    const onChoose = vi.fn();
    const choices = [
      { value: "page_view", count: 4 },
      { value: "purchase", count: 1 },
    ];
    showNames(find("ul", HTMLElement), choices, { chosen: "purchase", onChoose });
    const [view, purchase] = [...document.querySelectorAll("button")];

    view?.click();
    purchase?.click();

    expect(onChoose.mock.calls).toEqual([["page_view"], [undefined]]);
    expect([view?.ariaPressed, purchase?.ariaPressed]).toEqual(["false", "true"]);
    expect([view, purchase].map((button) => button?.style.getPropertyValue("--share"))).toEqual(["1", "0.25"]);
    expect([view, purchase].map((button) => button?.querySelector(".name-text")?.textContent)).toEqual([
      "page_view",
      "purchase",
    ]);
    expect([view, purchase].map((button) => button?.querySelector(".name-count")?.textContent)).toEqual(["4", "1"]);
  });

  test("the focused name stays focused when the counts change", () => {
    const list = find("ul", HTMLElement);
    const options = { chosen: undefined, onChoose: () => undefined };
    const both = (count: number) => [
      { value: "a", count },
      { value: "b", count: 1 },
    ];
    showNames(list, both(1), options);
    list.querySelectorAll("button")[1]?.focus();

    showNames(list, both(2), options);

    expect(document.activeElement?.getAttribute("data-name")).toBe("b");
    expect(document.activeElement?.isConnected).toBe(true);
  });

  test("sessions are listed after all sessions, with their counts, and the chosen one is read back", () => {
    const select = find("select", HTMLSelectElement);
    showSessions(select, [{ value: "session-one", count: 2 }], "session-one");
    const [all, one] = select.options;

    expect([all?.text, one?.text]).toEqual(["All sessions", "session- (2)"]);
    expect(readSession(select)).toBe("session-one");

    showSessions(select, [{ value: "session-one", count: 2 }], undefined);
    expect(select.options[1]).toBe(one);
    expect(readSession(select)).toBeUndefined();

    showSessions(select, [{ value: "session-one", count: 3 }], undefined);
    expect(select.options[1]?.text).toBe("session- (3)");
  });

  test("rows that are no longer shown are removed, and each cell has its field", () => {
    const body = find("tbody", HTMLElement);
    const [old, fresh] = [
      buildTestRow({ receivedAtMs: 1 }),
      buildTestRow({ receivedAtMs: 2, name: "purchase", subject: "3 pieces", sessionId: "session-12" }),
    ];
    showRows(body, [old]);
    showRows(body, [fresh]);

    expect(body.children).toHaveLength(1);
    const [time, ...cells] = [...(body.children[0] as HTMLTableRowElement).cells];
    expect(time?.title).toBe("1970-01-01T00:00:00.002Z");
    expect(cells.map(({ textContent, className, title }) => [className, textContent, title])).toEqual([
      ["name", "purchase", ""],
      ["subject", "3 pieces", ""],
      ["session-id", "session-", "session-12"],
      ["key", fresh.key, ""],
    ]);
  });
});

describe("the drawer", () => {
  const json = (): string | null => find("#detail-json", HTMLElement).textContent;

  beforeEach(() => {
    document.body.innerHTML = `<dialog id="detail"><h2 id="detail-name"></h2><p id="detail-key"></p>
      <ol id="detail-way"></ol><pre id="detail-json">old</pre></dialog>`;
  });

  test("opens at once, and shows the object indented when it has come", async () => {
    const asked: string[] = [];
    const { promise, resolve } = Promise.withResolvers<Response>();
    vi.stubGlobal("fetch", (url: string) => {
      asked.push(url);
      return promise;
    });

    const opened = openDetail("events/a b", "purchase");
    expect(find("#detail", HTMLDialogElement).open).toBe(true);
    expect(json()).toBe("");
    expect(find("#detail-name", HTMLElement).textContent).toBe("purchase");
    expect(find("#detail-key", HTMLElement).textContent).toBe("events/a b");

    resolve(new Response('{"event_timestamp":"2026-11-20T12:00:00.000Z"}'));
    await opened;
    expect(asked).toEqual(["/live/object?key=events%2Fa%20b"]);
    expect(json()).toBe('{\n  "event_timestamp": "2026-11-20T12:00:00.000Z"\n}');
    expect(find("#detail-way", HTMLElement).textContent).toBe("tracked 2026-11-20T12:00:00.000Z");
  });

  test("shows the object that was opened last, whichever comes first", async () => {
    const answers = [Promise.withResolvers<Response>(), Promise.withResolvers<Response>()];
    const waiting = [...answers];
    vi.stubGlobal("fetch", () => waiting.shift()?.promise);
    const both = [openDetail("first", "a"), openDetail("second", "b")];

    answers[1]?.resolve(new Response('"second"'));
    answers[0]?.resolve(new Response('"first"'));
    await Promise.all(both);

    expect(json()).toBe('"second"');
  });

  test.each([
    { what: "gone", answer: () => Promise.resolve(new Response("", { status: 404 })), text: "no longer in the store" },
    { what: "out of reach", answer: () => Promise.reject(new TypeError()), text: "server cannot be reached" },
  ])("says that the object is $what", async ({ answer, text }) => {
    vi.stubGlobal("fetch", answer);

    await openDetail("key", "name");

    expect(json()).toContain(text);
  });

  test("leaves text alone that is no JSON", () => {
    expect(indent("{")).toBe("{");
  });
});
