/** Finds which user is logged in: by a verified token, or by Amplify's login cookie on our own site. Pure. */
import { isUserId } from "../formats.ts";
import type { HttpEvent } from "./http-event.ts";
import { isFromOwnSite } from "./origin.ts";
import type { TokenVerdict } from "./token.ts";

export interface RequestIdentity {
  /** `jwt`: proven by a verified token. `cookie`: what the browser says, not proven. */
  readonly source: "jwt" | "cookie";
  readonly userId: string;
  /** When the user signed in, in milliseconds since 1970. Earlier events may be somebody else's. */
  readonly sinceMs?: number | undefined;
}

/** Amplify's CookieStorage: https://docs.amplify.aws/javascript/build-a-backend/auth/concepts/tokens-and-credentials/ */
const COGNITO_USER = /^CognitoIdentityServiceProvider\.[A-Za-z0-9]+\.LastAuthUser=(.*)$/;

export function findIdentity(event: HttpEvent, token: TokenVerdict | undefined): RequestIdentity | undefined {
  if (token?.kind === "verified" && isUserId(token.claims.sub)) {
    const { sub, auth_time, iat } = token.claims;
    return { source: "jwt", userId: sub, sinceMs: readSecondsMs(auth_time) ?? readSecondsMs(iat) };
  }
  if (!isFromOwnSite(event)) return undefined;

  const userId = event.cookies?.map(readCognitoUser).find(isUserId);
  return userId === undefined ? undefined : { source: "cookie", userId };
}

/** The gateway hands numbers on as text. `auth_time` stays when a token is renewed, `iat` does not. */
function readSecondsMs(claim: unknown): number | undefined {
  const isNumber = typeof claim === "number" || (typeof claim === "string" && claim !== "");
  const ms = Number(claim) * 1_000;
  return isNumber && Number.isFinite(ms) ? ms : undefined;
}

function readCognitoUser(cookie: string): string | undefined {
  const value = COGNITO_USER.exec(cookie)?.[1];
  try {
    return value && decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
