/** Receives the reader's view from the server: at each connection, and whenever it has changed. */
import type { View } from "../view.ts";

export type StreamState = "connecting" | "live" | "lost";

export interface StreamListener {
  readonly onView: (view: View) => void;
  readonly onState: (state: StreamState) => void;
  /** Receives an empty text when the server can read its store. */
  readonly onTrouble: (trouble: string) => void;
}

/** A browser does not reconnect after a response that is no event stream, such as a proxy's 502. */
const REOPEN_AFTER_MS = 2_000;

/** Returns its undo. */
export function openStream(url: string, listener: StreamListener): () => void {
  const source = new EventSource(url);
  let reopened: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  source.addEventListener("open", () => {
    listener.onState("live");
  });
  source.addEventListener("view", ({ data }: MessageEvent<string>) => {
    listener.onView(JSON.parse(data) as View);
  });
  source.addEventListener("trouble", ({ data }: MessageEvent<string>) => {
    listener.onTrouble(JSON.parse(data) as string);
  });
  source.addEventListener("error", () => {
    listener.onState("lost");
    if (source.readyState !== EventSource.CLOSED) return;
    timer = setTimeout(() => {
      reopened = openStream(url, listener);
    }, REOPEN_AFTER_MS);
  });

  return () => {
    clearTimeout(timer);
    source.close();
    reopened?.();
  };
}
