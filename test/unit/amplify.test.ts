/** Proves that followAmplify() identifies and resets as Amplify signs users in and out. */
import { describe, expect, test, vi } from "vitest";
import { followAmplify, type AmplifyAuth, type AmplifyTurn } from "../../src/amplify.ts";
import { createTracker } from "../../src/create-tracker.ts";
import { createTestPlatform, ENDPOINT } from "../support/test-platform.ts";

/** Amplify as far as it is used: a hub, and somebody who is signed in or not. */
function createAmplify(userId?: string) {
  const listeners = new Set<(message: { readonly payload: AmplifyTurn }) => void>();
  const amplify = {
    userId,
    getCurrentUser: () =>
      amplify.userId === undefined
        ? Promise.reject(new Error("UserUnAuthenticatedException"))
        : Promise.resolve({ userId: amplify.userId }),
    hub: {
      listen(_channel: "auth", listener: (message: { readonly payload: AmplifyTurn }) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    tell: (event: string, data?: unknown) => listeners.forEach((listener) => listener({ payload: { event, data } })),
    listeners,
  };
  return amplify;
}

const createSpy = () => ({ identify: vi.fn(), reset: vi.fn() });
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("identifies who is signed in already", async () => {
  const tracker = createSpy();
  followAmplify(tracker, createAmplify("u1"));
  await settle();
  expect(tracker.identify).toHaveBeenCalledExactlyOnceWith({ userId: "u1", identitySource: "cognito" });
});

test("follows sign-in and sign-out, and nothing else", async () => {
  const tracker = createSpy();
  const amplify = createAmplify();
  followAmplify(tracker, amplify);
  await settle();
  expect(tracker.identify).not.toHaveBeenCalled();

  amplify.userId = "u2";
  amplify.tell("signedIn");
  amplify.tell("customOAuthState");
  await settle();
  expect(tracker.identify).toHaveBeenCalledExactlyOnceWith({ userId: "u2", identitySource: "cognito" });
  expect(tracker.reset).not.toHaveBeenCalled();

  amplify.tell("signedOut");
  expect(tracker.reset).toHaveBeenCalledOnce();
});

test("does not identify who signed out before the answer came", async () => {
  const tracker = createSpy();
  const amplify = createAmplify("u1");
  followAmplify(tracker, amplify);
  amplify.tell("signedOut");
  await settle();
  expect(tracker.identify).not.toHaveBeenCalled();
});

test.each([
  ["NotAuthorizedException", 1],
  ["RefreshTokenReuseException", 1],
  ["NetworkError", 0],
  ["TooManyRequestsException", 0],
])("takes a refresh that failed by %s for %d sign-outs", (name, resets) => {
  const tracker = createSpy();
  const amplify = createAmplify("u1");
  followAmplify(tracker, amplify);
  amplify.tell("tokenRefresh_failure", { error: { name } });
  expect(tracker.reset).toHaveBeenCalledTimes(resets);
});

test.each([undefined, null, "text", {}, { error: null }])(
  "takes a refresh that failed for an unknown reason, %o, for no sign-out",
  (data) => {
    const tracker = createSpy();
    const amplify = createAmplify("u1");
    followAmplify(tracker, amplify);
    amplify.tell("tokenRefresh_failure", data);
    expect(tracker.reset).not.toHaveBeenCalled();
  },
);

describe("with fetchAuthSession", () => {
  const open = (fetchAuthSession: AmplifyAuth["fetchAuthSession"]) => {
    const platform = createTestPlatform();
    const tracker = createTracker({ endpoint: ENDPOINT }, platform);
    const stop = followAmplify(tracker, { ...createAmplify("u1"), fetchAuthSession });
    tracker.track("page_view");
    const tokens = () => platform.requests.map(({ headers }) => headers?.["authorization"]);
    return { platform, tokens, stop };
  };
  const session = { tokens: { accessToken: { toString: () => "eyJh.eyJz.c2ln" } } };

  test("requests have the access token of whoever is signed in", async () => {
    const { platform, tokens } = open(() => Promise.resolve(session));
    await platform.advance(1_000);
    expect(tokens()).toEqual(["Bearer eyJh.eyJz.c2ln"]);
  });

  test("a token that the endpoint refuses is renewed", async () => {
    const fetchAuthSession = vi.fn(() => Promise.resolve(session));
    const { platform } = open(fetchAuthSession);
    platform.answerWith({ status: 401 });
    await platform.advance(1_000);
    expect(fetchAuthSession.mock.calls).toEqual([[{ forceRefresh: false }], [{ forceRefresh: true }]]);
  });

  test("requests of nobody who is signed in have no token", async () => {
    const { platform, tokens } = open(() => Promise.resolve({}));
    await platform.advance(1_000);
    expect(tokens()).toEqual([undefined]);
  });

  test("its undo ends it", async () => {
    const { platform, tokens, stop } = open(() => Promise.resolve(session));
    stop();
    await platform.advance(1_000);
    expect(tokens()).toEqual([undefined]);
  });
});

test("ends with its undo", async () => {
  const tracker = createSpy();
  const amplify = createAmplify("u1");
  followAmplify(tracker, amplify)();
  await settle();
  amplify.tell("signedOut");
  expect(amplify.listeners.size).toBe(0);
  expect([tracker.identify.mock.calls, tracker.reset.mock.calls]).toEqual([[], []]);
});
