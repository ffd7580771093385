/** Judges the login token of a request. Only the gateway's authorizer verifies tokens, this function does not. Pure. */
import { isJsonObject, type JsonObject } from "../json.ts";
import type { HttpEvent } from "./http-event.ts";

/**
 * `verified`: by the gateway's JWT authorizer. `expired`: its time is over, whoever signed it. `unverified`: nobody has
 * checked it. An event is stored in each case, and only a verified token names its user.
 */
export type TokenState = "verified" | "expired" | "unverified";

/** The clocks of the login service and of Lambda may differ. */
const LEEWAY_MS = 300_000;

/** Returns `undefined` where there is no token. */
export function judgeToken({ headers, requestContext }: HttpEvent, receivedAtMs: number): TokenState | undefined {
  const claims: JsonObject | undefined = requestContext.authorizer?.jwt?.claims;
  if (claims !== undefined) return hasExpired(claims, receivedAtMs) ? "expired" : "verified";

  const token = /^bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  if (token === undefined) return undefined;
  return hasExpired(decodeClaims(token), receivedAtMs) ? "expired" : "unverified";
}

function hasExpired({ exp }: JsonObject, receivedAtMs: number): boolean {
  return Number(exp) * 1_000 + LEEWAY_MS < receivedAtMs;
}

/** RFC 7519, section 3.1: header, claims and signature, in base64url. */
function decodeClaims(token: string): JsonObject {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return isJsonObject(claims) ? claims : {};
  } catch {
    return {};
  }
}
