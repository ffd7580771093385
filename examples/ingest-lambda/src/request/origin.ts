/** Judges which page sent a request. CORS keeps no request away from a server, so the ingest checks itself. Pure. */
import type { HttpEvent } from "./http-event.ts";

/**
 * `verified`: the origin is on the list. `foreign`: it is not. `unverified`: there is no list, or no origin to compare
 * (`Referrer-Policy: no-referrer` makes it `null` for a beacon).
 */
export type OriginVerdict = "verified" | "unverified" | "foreign";

export function judgeOrigin(origin: string | undefined, allowed: readonly string[] | undefined): OriginVerdict {
  if (allowed === undefined || origin === undefined || origin === "null") return "unverified";
  return allowed.some((pattern) => matches(pattern, origin)) ? "verified" : "foreign";
}

/** Reads `https://shop.example, *.shop.example`. An empty list allows every origin. */
export function parseAllowedOrigins(list: string | undefined): readonly string[] | undefined {
  const patterns = (list ?? "").split(",").map((pattern) => pattern.trim().toLowerCase());
  const named = patterns.filter((pattern) => pattern !== "");
  return named.length > 0 ? named : undefined;
}

/** `*.shop.example` matches every host below it, by https on the usual port. Any other pattern matches only itself. */
function matches(pattern: string, origin: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === origin;
  const host = /^https:\/\/([a-z0-9.-]+)$/.exec(origin)?.[1];
  return host?.endsWith(pattern.slice(1)) ?? false;
}

/**
 * Tells whether a page of the ingest's own site sent the request. Any site can make a browser send our cookies along,
 * so that cookies count only then. No script can set this header.
 */
export function isFromOwnSite({ headers }: Pick<HttpEvent, "headers">): boolean {
  const site = headers["sec-fetch-site"];
  return site === "same-origin" || site === "same-site";
}
