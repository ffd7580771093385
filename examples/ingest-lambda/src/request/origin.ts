/** Judges which page sent a request. CORS keeps no request away from a server, so the ingest checks itself. Pure. */
import { matchesOrigin } from "./allowed-origins.ts";
import type { HttpEvent } from "./http-event.ts";

/**
 * `verified`: the origin is on the list. `foreign`: it is not. `unverified`: there is no list, or no origin to compare.
 * Servers send none, and `Referrer-Policy: no-referrer` makes it `null` for a beacon.
 */
export type OriginVerdict = "verified" | "unverified" | "foreign";

export interface OriginRules {
  /** `https://shop.example` or `*.shop.example`. @default every origin */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Takes pages of other sites that hide their origin, although there is a list. @default false */
  readonly allowsOpaqueOrigins?: boolean;
}

type Headers = Pick<HttpEvent, "headers">;

export function judgeOrigin({ headers }: Headers, rules: OriginRules): OriginVerdict {
  const { allowedOrigins, allowsOpaqueOrigins = false } = rules;
  if (allowedOrigins === undefined) return "unverified";
  const { origin } = headers;
  const isOpaque = origin === undefined || origin === "" || origin === "null";
  if (!isOpaque) return allowedOrigins.some((entry) => matchesOrigin(entry, origin)) ? "verified" : "foreign";

  // A sandboxed frame of any page has the origin `null`. Servers and old browsers do not say of which site they are.
  const isOtherSite = headers["sec-fetch-site"] === "cross-site";
  return isOtherSite && !allowsOpaqueOrigins ? "foreign" : "unverified";
}

/**
 * Tells whether a page of the ingest's own site sent the request. Any site can make a browser send our cookies along,
 * so that cookies count only then. No script can set this header.
 */
export function isFromOwnSite({ headers }: Headers): boolean {
  const site = headers["sec-fetch-site"];
  return site === "same-origin" || site === "same-site";
}
