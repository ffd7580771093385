/** Finds which user is logged in: by a verified token, or by Amplify's login cookie on our own site. Pure. */
import { isUserId } from "../formats.ts";
import type { HttpEvent } from "./http-event.ts";
import { isFromOwnSite } from "./origin.ts";
import type { TokenState } from "./token.ts";

export interface RequestIdentity {
  /** `jwt`: proven by a verified token. `cookie`: what the browser says, not proven. */
  readonly source: "jwt" | "cookie";
  readonly userId: string;
}

/** Amplify's CookieStorage: https://docs.amplify.aws/javascript/build-a-backend/auth/concepts/tokens-and-credentials/ */
const COGNITO_USER = /^CognitoIdentityServiceProvider\.[A-Za-z0-9]+\.LastAuthUser=(.*)$/;

export function findIdentity(event: HttpEvent, token: TokenState | undefined): RequestIdentity | undefined {
  const subject = event.requestContext.authorizer?.jwt?.claims.sub;
  if (token === "verified" && isUserId(subject)) return { source: "jwt", userId: subject };
  if (!isFromOwnSite(event)) return undefined;

  const userId = event.cookies?.map(readCognitoUser).find(isUserId);
  return userId === undefined ? undefined : { source: "cookie", userId };
}

function readCognitoUser(cookie: string): string | undefined {
  const value = COGNITO_USER.exec(cookie)?.[1];
  try {
    return value && decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
