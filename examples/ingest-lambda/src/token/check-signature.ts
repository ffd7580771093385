/** Checks a token against the issuer's key, by AWS's own library. Only `verifier.ts` imports it, when the first token comes. */
import { JwtExpiredError, JwtInvalidIssuerError, JwtNotBeforeError, JwtParseError } from "aws-jwt-verify/error";
import type { Jwk } from "aws-jwt-verify/jwk";
import { verifyJwtSync } from "aws-jwt-verify/jwt-verifier";
import type { TokenFault, TokenVerdict } from "../request/token.ts";
import type { JsonObject } from "../json.ts";

export interface CheckOptions {
  readonly issuer: string;
  readonly graceSeconds: number;
}

export function checkSignature(token: string, key: JsonObject, { issuer, graceSeconds }: CheckOptions): TokenVerdict {
  try {
    // The audience is checked by the caller: Cognito's access tokens have it in another claim.
    const rules = { issuer, audience: null, graceSeconds };
    // The key is JSON, which the library checks itself.
    return { kind: "verified", claims: { ...verifyJwtSync(token, key as Jwk, rules) } };
  } catch (error) {
    return { kind: "fault", reason: judgeError(error) };
  }
}

function judgeError(error: unknown): TokenFault {
  if (error instanceof JwtExpiredError) return "expired";
  if (error instanceof JwtNotBeforeError) return "not_yet_valid";
  if (error instanceof JwtInvalidIssuerError) return "wrong_issuer";
  return error instanceof JwtParseError ? "malformed" : "forged";
}
