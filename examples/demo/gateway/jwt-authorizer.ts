/** Checks the login token of a request as the JWT authorizer of an HTTP API does. Pure. */
import { verify, type KeyObject } from "node:crypto";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export interface JwtRules {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** The issuer's public RSA key. API Gateway fetches it from the issuer. */
  readonly publicKey: KeyObject;
}

/** All values as text, as API Gateway hands them on. */
export type Claims = Readonly<Record<string, string>>;

type TokenClaims = Readonly<Record<string, unknown>>;

/** Returns the claims, or `undefined` where the answer is 401. */
export function authorize(
  { issuer, audience, publicKey }: JwtRules,
  authorization: string | undefined,
  nowMs: number,
): Claims | undefined {
  const token = (authorization ?? "").replace(/^Bearer /i, "");
  const [header = "", payload = "", signature = ""] = token.split(".");
  const signed = Buffer.from(`${header}.${payload}`);
  const isSigned =
    parse(header)["alg"] === "RS256" && verify("sha256", signed, publicKey, Buffer.from(signature, "base64url"));
  if (!isSigned) return undefined;

  const claims = parse(payload);
  const { iss, aud = claims["client_id"], exp, nbf = 0, iat = 0 } = claims;
  const nowSeconds = nowMs / 1_000;
  const isForUs = iss === issuer && [aud].flat().some((each) => audience.includes(String(each)));
  const isCurrent = Number(exp) > nowSeconds && Number(nbf) <= nowSeconds && Number(iat) <= nowSeconds;
  if (!isForUs || !isCurrent) return undefined;
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)]));
}

/** RFC 7519, section 3.1: header, claims and signature, in base64url. */
function parse(part: string): TokenClaims {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString()) as TokenClaims;
  } catch {
    return {};
  }
}
