/** Judges the login token of a request: by the gateway's authorizer, by the function itself, or by nobody. */
import { isJsonObject, type JsonObject } from "../json.ts";
import type { HttpEvent } from "./http-event.ts";

/** Why a token names no user. The event is stored all the same, as what the client says. */
export type TokenFault =
  /** Its time is over. Without a check, whoever signed it. */
  | "expired"
  | "not_yet_valid"
  | "wrong_issuer"
  | "wrong_audience"
  /** The signature is not the issuer's, or of an algorithm that proves nothing. */
  | "forged"
  /** It is no JSON Web Token, or says no time at which it ends. */
  | "malformed"
  /** The issuer does not list the key that the token names. */
  | "unknown_key"
  /** The issuer's keys could not be fetched in time. */
  | "keys_unavailable"
  /** Nobody has checked it. */
  | "unverified";

export type TokenState = "verified" | TokenFault;

export type TokenVerdict =
  { readonly kind: "verified"; readonly claims: JsonObject } | { readonly kind: "fault"; readonly reason: TokenFault };

/** Never rejects. */
export type VerifyToken = (token: string) => Promise<TokenVerdict>;

/** The clocks of the login service and of Lambda may differ. The gateway has looked at the time, too. */
const LEEWAY_MS = 300_000;

/** Returns `undefined` where there is no token. Claims of the gateway's authorizer are not verified again. */
export async function judgeToken(
  { headers, requestContext }: HttpEvent,
  receivedAtMs: number,
  verify: VerifyToken | undefined,
): Promise<TokenVerdict | undefined> {
  const claims: JsonObject | undefined = requestContext.authorizer?.jwt?.claims;
  if (claims !== undefined) {
    return hasExpired(claims, receivedAtMs) ? { kind: "fault", reason: "expired" } : { kind: "verified", claims };
  }
  const token = /^bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  if (token === undefined) return undefined;
  if (verify !== undefined) return verify(token);
  return { kind: "fault", reason: hasExpired(decodePart(token, 1), receivedAtMs) ? "expired" : "unverified" };
}

function hasExpired({ exp }: JsonObject, receivedAtMs: number): boolean {
  return Number(exp) * 1_000 + LEEWAY_MS < receivedAtMs;
}

/** RFC 7519, section 3.1: 0 is the header, 1 the claims, 2 the signature, in base64url. Nothing is proven by it. */
export function decodePart(token: string, at: 0 | 1): JsonObject {
  try {
    const part: unknown = JSON.parse(Buffer.from(token.split(".")[at] ?? "", "base64url").toString());
    return isJsonObject(part) ? part : {};
  } catch {
    return {};
  }
}
