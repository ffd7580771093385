/** Keeps the visitor's id in a cookie that only the ingest can set. Pure. */
import { isId } from "../formats.ts";
import type { HttpEvent } from "./http-event.ts";

/** `__Host-`: for this host alone and over https. No other host of the domain can set it. */
const NAME = "__Host-clickstream-id";

/** 400 days, the longest time that browsers allow (RFC 6265bis, section 5.5). */
const MAX_AGE_SECONDS = 34_560_000;

export function readIdCookie({ cookies = [] }: Pick<HttpEvent, "cookies">): string | undefined {
  return cookies.flatMap((cookie) => (cookie.startsWith(`${NAME}=`) ? cookie.slice(NAME.length + 1) : [])).find(isId);
}

/**
 * Each answer sets it again, so that it expires 400 days after the last visit. Safari deletes what scripts have stored
 * after seven days without a visit, and a cookie like this one only when it expires.
 *
 * @see https://webkit.org/blog/10218/full-third-party-cookie-blocking-and-more/
 */
export function buildIdCookie(id: string): string {
  return buildCookie(id, MAX_AGE_SECONDS);
}

/** Deletes it: only the ingest can, since it is `HttpOnly`. */
export function buildForgottenCookie(): string {
  return buildCookie("", 0);
}

/**
 * `POST /clickstream?forget=id`, without a body: a page asks for it when its visitor withdraws the consent. A query needs
 * neither a route of its own nor a CORS preflight. With a body it is a request like any other, so that no event gets lost.
 */
export function asksToForget({
  queryStringParameters,
  body,
}: Pick<HttpEvent, "queryStringParameters" | "body">): boolean {
  return queryStringParameters?.["forget"] === "id" && !body;
}

function buildCookie(value: string, maxAgeSeconds: number): string {
  return `${NAME}=${value}; Path=/; Max-Age=${String(maxAgeSeconds)}; Secure; HttpOnly; SameSite=Lax`;
}
