/** Receives rows from the server: all of them at each connection, then each new one. */
import type { Row } from "../row.ts";

export type StreamState = "connecting" | "live" | "lost";

export interface StreamListener {
  readonly onRows: (rows: readonly Row[]) => void;
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
  source.addEventListener("recent", ({ data }: MessageEvent<string>) => {
    listener.onRows(JSON.parse(data) as readonly Row[]);
  });
  source.addEventListener("stored", ({ data }: MessageEvent<string>) => {
    listener.onRows([JSON.parse(data) as Row]);
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
