/** Follows sign-in and sign-out of AWS Amplify Auth v6 (Amazon Cognito), without a dependency on Amplify. */
import { sendToken, type Sending, type TokenOptions, type TokenRequest } from "./token.ts";
import type { Tracker } from "./tracker.ts";

/** What is used of `Hub` from `aws-amplify/utils`. */
export interface AmplifyHub {
  /** Tells of each turn of a channel, and returns what ends it. */
  listen(channel: "auth", listener: (message: { readonly payload: AmplifyTurn }) => void): () => void;
}

/** A turn of the `auth` channel. */
export interface AmplifyTurn {
  /** Such as `signedIn`. */
  readonly event: string;
  /** Of a failure, `{ error }`. */
  readonly data?: unknown;
}

/** What Amplify tells. */
export interface AmplifyAuth extends TokenOptions {
  /** `Hub` from `aws-amplify/utils`. */
  readonly hub: AmplifyHub;
  /** `getCurrentUser` from `aws-amplify/auth`. Rejects when nobody is signed in. */
  readonly getCurrentUser: () => Promise<AmplifyUser>;
  /** `fetchAuthSession` from `aws-amplify/auth`: requests then have the access token of whoever is signed in. */
  readonly fetchAuthSession?: ((request: TokenRequest) => Promise<AmplifySession>) | undefined;
}

/** What is used of Amplify's `AuthSession`. */
export interface AmplifySession {
  /** Absent when nobody is signed in. */
  readonly tokens?: AmplifyTokens | undefined;
}

/** What is used of Amplify's `AuthTokens`. */
export interface AmplifyTokens {
  /** As text, it is the JWT. */
  readonly accessToken: AmplifyToken;
}

/** What is used of Amplify's `JWT`. */
export interface AmplifyToken {
  /** Returns it as it is sent. */
  toString(): string;
}

/** What is used of Amplify's `AuthUser`. */
export interface AmplifyUser {
  /** The `sub` of the user pool. */
  readonly userId: string;
}

const SIGNED_IN = ["signedIn", "signInWithRedirect", "tokenRefresh"];

/**
 * A refresh also fails for want of a network, and then Amplify keeps who is signed in. These end a sign-in.
 *
 * @see https://github.com/aws-amplify/amplify-js/issues/14534
 */
const ENDED =
  /^(NotAuthorized|TokenRevoked|UserNotFound|PasswordResetRequired|UserNotConfirmed|RefreshTokenReuse)Exception/;

type FailureData = { readonly error?: { readonly name?: string } | null } | null;

/** Pure. */
function isSignedOut({ event, data }: AmplifyTurn): boolean {
  if (event !== "tokenRefresh_failure") return event === "signedOut";
  return ENDED.test(String((data as FailureData | undefined)?.error?.name));
}

/**
 * Identifies the visitor as Amplify does, now and at each sign-in, and resets the tracker at each sign-out. With
 * `fetchAuthSession`, the endpoint can verify who is signed in, as with `sendToken()` of `clickstream-js/token`.
 *
 * @param tracker the tracker that follows
 * @param auth what Amplify tells
 * @returns what ends it
 * @example
 * import { fetchAuthSession, getCurrentUser } from "aws-amplify/auth";
 * import { Hub } from "aws-amplify/utils";
 * followAmplify(tracker, { hub: Hub, getCurrentUser, fetchAuthSession });
 * @see https://docs.amplify.aws/react/build-a-backend/auth/connect-your-frontend/listen-to-auth-events/
 */
export function followAmplify(tracker: Pick<Tracker, "identify" | "reset"> & Sending, auth: AmplifyAuth): () => void {
  const { hub, getCurrentUser, fetchAuthSession } = auth;
  /** Of two answers that overtake each other, the last question's counts. */
  let question = 0;

  const identify = async (): Promise<void> => {
    const mine = ++question;
    try {
      const { userId } = await getCurrentUser();
      if (mine === question) tracker.identify({ userId, identitySource: "cognito" });
    } catch {
      // Nobody is signed in. Whoever was, was reset when signing out.
    }
  };

  const stopTokens =
    fetchAuthSession &&
    sendToken(tracker, async (request) => (await fetchAuthSession(request)).tokens?.accessToken.toString(), auth);
  const stop = hub.listen("auth", ({ payload }) => {
    if (SIGNED_IN.includes(payload.event)) void identify();
    if (!isSignedOut(payload)) return;
    question++;
    tracker.reset();
  });
  void identify();
  return () => {
    question++;
    stop();
    stopTokens?.();
  };
}
