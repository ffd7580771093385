/** Reads where the visitor is. The title is left out while it may still be that of the page before. */
import { MAX_TEXT_CHARS } from "../limits.ts";
import { readDocument } from "./document.ts";
import type { PageFields, Platform } from "./platform.ts";

/** Returns a function that is called at each event. */
export function createPageReader(elapsed: Platform["elapsed"]): () => PageFields {
  /** Single-page apps change the address first, and the title when the new page is there. */
  const maxTitleDelayMs = 5_000;
  let url: string | undefined;
  let title: string | undefined;
  let titleBefore: string | undefined;
  let sinceMs = 0;

  return () => {
    const nowMs = elapsed();
    if (url !== location.href) {
      url = location.href;
      titleBefore = title;
      sinceMs = nowMs;
    }
    title = readDocument("title").slice(0, MAX_TEXT_CHARS);
    const mayBeOld = title === titleBefore && nowMs - sinceMs < maxTitleDelayMs;
    return {
      page_url: url,
      page_path: location.pathname,
      page_title: mayBeOld ? undefined : title,
      page_referrer: readDocument("referrer"),
    };
  };
}
