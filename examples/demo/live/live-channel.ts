/** Sends each open live page its view of the stored events, by server-sent events, whenever it has changed. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createSession, type Session } from "better-sse";
import { createEventLog } from "./event-log.ts";
import type { FeedListener } from "./feed.ts";
import type { Filter } from "./filter.ts";
import { buildRow } from "./row.ts";
import { buildView } from "./view.ts";

export interface LiveChannel extends FeedListener {
  /** Answers a live page's request with its view, again and again until the page leaves. */
  join(request: IncomingMessage, response: ServerResponse, filter: Filter): Promise<void>;
  /** Stops looking for changes. */
  close(): void;
}

/** How long a page waits before it reconnects. */
const RECONNECT_AFTER_MS = 1_000;

/** Events that come close together change a view once, so a burst of thousands is a few messages. */
const UPDATE_INTERVAL_MS = 200;

interface Viewer {
  readonly session: Session;
  readonly filter: Filter;
}

export function createLiveChannel(): LiveChannel {
  const log = createEventLog();
  const viewers = new Set<Viewer>();
  let trouble = "";
  let isChanged = false;
  let lastStep: number | undefined;

  const pushView = ({ session, filter }: Viewer): void => {
    // Between the end of a connection and its event.
    if (session.isConnected) session.push(buildView(log.rows(), filter, Date.now()), "view");
  };

  const pushTrouble = ({ session }: Viewer): void => {
    if (session.isConnected) session.push(trouble, "trouble");
  };

  const update = (): void => {
    // The chart moves on with time, even when no event comes.
    const step = Math.floor(Date.now() / 5_000);
    if (!isChanged && step === lastStep) return;
    isChanged = false;
    lastStep = step;
    for (const viewer of viewers) pushView(viewer);
  };
  const timer = setInterval(update, UPDATE_INTERVAL_MS).unref();

  return {
    onStored(object) {
      isChanged = log.add(buildRow(object)) || isChanged;
    },

    onTrouble(next = "") {
      if (next === trouble) return;
      trouble = next;
      for (const viewer of viewers) pushTrouble(viewer);
    },

    async join(request, response, filter) {
      const session = await createSession(request, response, { retry: RECONNECT_AFTER_MS });
      const viewer = { session, filter };
      // Each connection begins with its whole view, so a page that reconnects misses nothing.
      pushView(viewer);
      pushTrouble(viewer);
      viewers.add(viewer);
      session.once("disconnected", () => viewers.delete(viewer));
    },

    close() {
      clearInterval(timer);
    },
  };
}
