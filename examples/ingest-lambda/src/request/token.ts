/** Judges the login token that came with a request. The gateway's authorizer verifies it; here nothing is believed without. Pure. */
import { isJsonObject, type JsonObject } from "../json.ts";
import type { HttpEvent } from "./request.ts";

/**
 * `verified`: by the gateway's JWT authorizer. `expired`: it has run out, whoever signed it. `unverified`: nobody has
 * looked at it. None of them costs an event: what is not verified only names no user.
 */
export type TokenState = "verified" | "expired" | "unverified";

/** Clocks of the login service and of ours may differ. */
const LEEWAY_MS = 300_000;

/** `undefined`: there is no token. */
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
