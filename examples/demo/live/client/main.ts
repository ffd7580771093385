/** The live page's script: shows the rows that the server sends, filtered as the reader chose. */
import { find } from "../../../web/find.ts";
import type { Row } from "../row.ts";
import { addRow } from "../newest-rows.ts";
import { createChart } from "./chart.ts";
import { coalesce } from "./coalesce.ts";
import { openDetail } from "./detail.ts";
import { countNames, countSessions, filterRows, type Filter } from "./filter.ts";
import { showNames } from "./name-list.ts";
import { showRows } from "./row-list.ts";
import { readSession, showSessions } from "./session-list.ts";
import { openStream, type StreamState } from "./stream.ts";
import { buildTimeline } from "./timeline.ts";

const STATES: Readonly<Record<StreamState, string>> = {
  connecting: "Connecting",
  live: "Live",
  lost: "Connection lost, trying again",
};

/** The chart moves on with time, even when no event comes. */
const TICK_MS = 1_000;

startLivePage();

function startLivePage(): void {
  const body = find("#rows", HTMLElement);
  const session = find("#session", HTMLSelectElement);
  const drawChart = createChart(find("#chart", HTMLElement));
  let rows: readonly Row[] = [];
  let filter: Filter = {};

  const drawTimeline = (): void => {
    const timeline = buildTimeline(filterRows(rows, filter), Date.now());
    drawChart(timeline);
    setText(
      "#chart-total",
      timeline.counts.reduce((sum, count) => sum + count, 0),
    );
  };
  const show = coalesce(() => {
    const shown = filterRows(rows, filter);
    showRows(body, shown);
    showNames(find("#names", HTMLElement), countNames(rows, filter), {
      chosen: filter.name,
      onChoose: (name) => {
        choose({ ...filter, name });
      },
    });
    showSessions(session, countSessions(rows), filter.sessionId);
    setText("#shown-total", shown.length);
    setShown("#empty", rows.length === 0);
    setShown("#no-match", rows.length > 0 && shown.length === 0);
    setShown("#clear", filter.name !== undefined || filter.sessionId !== undefined);
    drawTimeline();
  });
  const choose = (next: Filter): void => {
    filter = next;
    show();
  };

  session.addEventListener("change", () => {
    choose({ ...filter, sessionId: readSession(session) });
  });
  find("#clear", HTMLElement).addEventListener("click", () => {
    choose({});
  });
  body.addEventListener("click", ({ target }) => {
    const line = target instanceof Element ? target.closest("tr") : null;
    const { key, name } = line?.dataset ?? {};
    if (key !== undefined && name !== undefined) void openDetail(key, name);
  });
  closeOnBackdrop(find("#detail", HTMLDialogElement));

  openStream("/live/stream", {
    onRows: (news) => {
      rows = news.reduce(addRow, rows);
      show();
    },
    onState: (state) => {
      const element = find("#state", HTMLElement);
      element.dataset["state"] = state;
      element.textContent = STATES[state];
    },
    onTrouble: (trouble) => {
      setText("#trouble", `The store cannot be read: ${trouble}`);
      setShown("#trouble", trouble !== "");
    },
  });
  setInterval(drawTimeline, TICK_MS);
  show();
}

function closeOnBackdrop(dialog: HTMLDialogElement): void {
  dialog.addEventListener("click", ({ target }) => {
    // A click beside the drawer hits the dialog itself, one inside hits what is in it.
    if (target === dialog) dialog.close();
  });
}

function setText(selector: string, text: string | number): void {
  find(selector, HTMLElement).textContent = String(text);
}

function setShown(selector: string, isShown: boolean): void {
  find(selector, HTMLElement).hidden = !isShown;
}
