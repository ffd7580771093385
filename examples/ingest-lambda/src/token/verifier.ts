/** Verifies login tokens of one issuer: its signature, its time, and for whom it is. */
import { createConnections } from "../connections.ts";
import type { JsonObject } from "../json.ts";
import { decodePart, type TokenVerdict, type VerifyToken } from "../request/token.ts";
import { createKeySource } from "./key-source.ts";

export interface VerifierOptions {
  /** As the claim `iss` has it: `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc`. */
  readonly issuer: string;
  /** Client ids. One of them has to be in `aud` or, as in Cognito's access tokens, in `client_id`. */
  readonly audience: readonly string[];
  /** @default Date.now */
  readonly now?: () => number;
}

/** The clocks of the login service and of Lambda may differ a little. */
const GRACE_SECONDS = 10;

export function createTokenVerifier({ issuer, audience, now = Date.now }: VerifierOptions): VerifyToken {
  const findKey = createKeySource({ issuer, exchange: createConnections(now), now });

  return async (token) => {
    const { kid } = decodePart(token, 0);
    const { iss, exp } = decodePart(token, 1);
    if (typeof kid !== "string" || typeof exp !== "number") return fault("malformed");
    // Before the key is asked for, so that tokens of others cause no request.
    if (iss !== issuer) return fault("wrong_issuer");

    const found = await findKey(kid);
    if (found.kind === "fault") return found;
    // Loaded with the first token: functions without this setting never load it.
    const { checkSignature } = await import("./check-signature.ts");
    const verdict = checkSignature(token, found.key, { issuer, graceSeconds: GRACE_SECONDS });
    return verdict.kind === "verified" ? judgeClaims(verdict, { audience, nowSeconds: now() / 1_000 }) : verdict;
  };
}

interface ClaimRules {
  readonly audience: readonly string[];
  readonly nowSeconds: number;
}

function judgeClaims(
  verdict: TokenVerdict & { readonly kind: "verified" },
  { audience, nowSeconds }: ClaimRules,
): TokenVerdict {
  const { iat } = verdict.claims;
  if (typeof iat === "number" && iat - GRACE_SECONDS > nowSeconds) return fault("not_yet_valid");
  return listAudience(verdict.claims).some((each) => audience.includes(each)) ? verdict : fault("wrong_audience");
}

/** As the authorizer of an HTTP API does it: `client_id` counts only where there is no `aud`. */
function listAudience({ aud, client_id }: JsonObject): readonly string[] {
  const named: readonly unknown[] = [aud ?? client_id].flat();
  return named.filter((each) => typeof each === "string");
}

function fault(reason: (TokenVerdict & { readonly kind: "fault" })["reason"]): TokenVerdict {
  return { kind: "fault", reason };
}
