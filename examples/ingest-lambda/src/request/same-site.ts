/** Tells whether a page of the ingest's own site made the browser send a request. Pure. */
import type { HttpEvent } from "./request.ts";

/** Any site can make a browser send its cookies along; only our own site speaks for its visitor. No script can set this header. */
export function isFromOwnSite({ headers }: Pick<HttpEvent, "headers">): boolean {
  const site = headers["sec-fetch-site"];
  return site === "same-origin" || site === "same-site";
}
