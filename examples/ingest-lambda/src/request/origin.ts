/** Judges the page that a request came from. CORS stops no write, so the ingest looks for itself. Pure. */

/** `unverified`: there is no list, or no origin to compare (`Referrer-Policy: no-referrer` makes a beacon's `null`). */
export type OriginVerdict = "verified" | "unverified" | "foreign";

export function judgeOrigin(origin: string | undefined, allowed: readonly string[] | undefined): OriginVerdict {
  if (allowed === undefined || origin === undefined || origin === "null") return "unverified";
  return allowed.some((pattern) => matches(pattern, origin)) ? "verified" : "foreign";
}

/** Reads `https://shop.example, *.shop.example`. Nothing in it means that every origin is welcome. */
export function parseAllowedOrigins(list: string | undefined): readonly string[] | undefined {
  const patterns = (list ?? "").split(",").map((pattern) => pattern.trim().toLowerCase());
  const named = patterns.filter((pattern) => pattern !== "");
  return named.length > 0 ? named : undefined;
}

/** `*.shop.example` stands for every host below it, by https at its usual port; anything else for itself. */
function matches(pattern: string, origin: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === origin;
  const host = /^https:\/\/([a-z0-9.-]+)$/.exec(origin)?.[1];
  return host?.endsWith(pattern.slice(1)) ?? false;
}
