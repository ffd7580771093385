/** Finds who vouches for the user of a request: a verified token, or the login cookie of the page's own site. Pure. */
import { isUserId } from "../fields.ts";
import type { HttpEvent } from "./request.ts";
import { isFromOwnSite } from "./same-site.ts";
import type { TokenState } from "./token.ts";

export interface Witness {
  /** Only `jwt` is verified; a cookie is what the browser says. */
  readonly kind: "jwt" | "cookie";
  readonly userId: string;
}

/** Amplify's CookieStorage: https://docs.amplify.aws/javascript/build-a-backend/auth/concepts/tokens-and-credentials/ */
const COGNITO_USER = /^CognitoIdentityServiceProvider\.[A-Za-z0-9]+\.LastAuthUser=(.*)$/;

export function findWitness(event: HttpEvent, token: TokenState | undefined): Witness | undefined {
  const subject = event.requestContext.authorizer?.jwt?.claims.sub;
  if (token === "verified" && isUserId(subject)) return { kind: "jwt", userId: subject };
  if (!isFromOwnSite(event)) return undefined;

  const userId = event.cookies?.map(readCognitoUser).find(isUserId);
  return userId === undefined ? undefined : { kind: "cookie", userId };
}

function readCognitoUser(cookie: string): string | undefined {
  const value = COGNITO_USER.exec(cookie)?.[1];
  try {
    return value && decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
