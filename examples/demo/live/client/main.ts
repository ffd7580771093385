/** The live page's script: asks the server for the view that the reader chose, and shows it. */
import { find } from "../../../web/find.ts";
import { printFilter, type Filter } from "../filter.ts";
import type { View } from "../view.ts";
import { createChart } from "./chart.ts";
import { coalesce } from "./coalesce.ts";
import { openDetail } from "./detail.ts";
import { showNames } from "./name-list.ts";
import { showRows } from "./row-list.ts";
import { readSession, showSessions } from "./session-list.ts";
import { openStream, type StreamListener, type StreamState } from "./stream.ts";

const STATES: Readonly<Record<StreamState, string>> = {
  connecting: "Connecting",
  live: "Live",
  lost: "Connection lost, trying again",
};

/** By the minutes that the chart spans. */
const RANGES: Readonly<Record<number, string>> = { 5: "5 minutes", 60: "hour", 1_440: "24 hours" };

/** While the reader types, the server is not asked for each letter. */
const TYPING_PAUSE_MS = 250;

startLivePage();

function startLivePage(): void {
  const body = find("#rows", HTMLElement);
  const session = find("#session", HTMLSelectElement);
  const range = find("#range", HTMLSelectElement);
  const search = find("#search", HTMLInputElement);
  const pause = find("#pause", HTMLButtonElement);
  const drawChart = createChart(find("#chart", HTMLElement));
  let filter: Filter = {};
  let view: View | undefined;
  /** What is shown while the reader has paused. */
  let held: View | undefined;
  let stopStream = (): void => undefined;

  const show = coalesce(() => {
    const shown = held ?? view;
    if (!shown) return;
    const { total, matching, rows, names, sessions, timeline } = shown;
    showRows(body, rows);
    showNames(find("#names", HTMLElement), names, {
      chosen: filter.name,
      onChoose: (name) => {
        choose({ ...filter, name });
      },
    });
    showSessions(session, sessions, filter.sessionId);
    drawChart(timeline);
    setText("#chart-range", `Stored in the last ${RANGES[(timeline.stepMs * timeline.counts.length) / 60_000] ?? ""}`);
    setText("#chart-total", sum(timeline.counts));
    setText("#shown-total", formatCount(matching));
    setText("#newest", matching > rows.length ? `the newest ${formatCount(rows.length)} are listed` : "");
    setShown("#empty", total === 0);
    setShown("#no-match", total > 0 && matching === 0);
    setShown(
      "#clear",
      Object.values(filter).some((chosen) => chosen !== undefined),
    );
    const news = (view?.total ?? 0) - total;
    pause.textContent = held ? `Resume${news > 0 ? ` (${formatCount(news)} new)` : ""}` : "Pause";
    pause.ariaPressed = String(held !== undefined);
  });

  const listener: StreamListener = {
    onView(next) {
      view = next;
      show();
    },
    onState(state) {
      const element = find("#state", HTMLElement);
      element.dataset["state"] = state;
      element.textContent = STATES[state];
    },
    onTrouble(trouble) {
      setText("#trouble", `The store cannot be read: ${trouble}`);
      setShown("#trouble", trouble !== "");
    },
  };
  const choose = (next: Filter): void => {
    filter = next;
    held = undefined;
    stopStream();
    stopStream = openStream(`/live/stream?${printFilter(filter)}`, listener);
  };

  session.addEventListener("change", () => {
    choose({ ...filter, sessionId: readSession(session) });
  });
  range.addEventListener("change", () => {
    choose({ ...filter, withinMinutes: Number(range.value) || undefined });
  });
  search.addEventListener(
    "input",
    afterPause(TYPING_PAUSE_MS, () => {
      choose({ ...filter, text: search.value.trim() || undefined });
    }),
  );
  pause.addEventListener("click", () => {
    held = held ? undefined : view;
    show();
  });
  find("#clear", HTMLElement).addEventListener("click", () => {
    search.value = "";
    range.value = "";
    choose({});
    // The button is hidden now, and the keyboard needs a place to go on from.
    search.focus();
  });
  body.addEventListener("click", ({ target }) => {
    const line = target instanceof Element ? target.closest("tr") : null;
    const { key, name } = line?.dataset ?? {};
    if (key !== undefined && name !== undefined) void openDetail(key, name);
  });
  closeOnBackdrop(find("#detail", HTMLDialogElement));
  choose({});
}

function afterPause(pauseMs: number, act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, pauseMs);
  };
}

function sum(counts: readonly number[]): string {
  return formatCount(counts.reduce((total, count) => total + count, 0));
}

function formatCount(count: number): string {
  return count.toLocaleString("en-GB");
}

function closeOnBackdrop(dialog: HTMLDialogElement): void {
  dialog.addEventListener("click", ({ target }) => {
    // A click beside the drawer hits the dialog itself, one inside hits what is in it.
    if (target === dialog) dialog.close();
  });
}

function setText(selector: string, text: string): void {
  find(selector, HTMLElement).textContent = text;
}

function setShown(selector: string, isShown: boolean): void {
  find(selector, HTMLElement).hidden = !isShown;
}
