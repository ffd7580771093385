/** Proves what sendToken() adds to requests, and that no provider of tokens holds an event up. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { createConsent } from "../../src/consent.ts";
import type { TrackerOptions } from "../../src/options.ts";
import { sendToken, type GetToken, type TokenOptions } from "../../src/token.ts";
import { createTracker } from "../../src/create-tracker.ts";
import { createTestPlatform, ENDPOINT, type Answer } from "../support/test-platform.ts";
import { spyConsole } from "./spy-console.ts";

const TOKEN = "eyJh.eyJz.c2ln";
const VERIFIED = `${ENDPOINT}/verified`;

interface Setup extends TokenOptions {
  readonly getToken: GetToken;
  readonly answers?: readonly Answer[];
  readonly options?: TrackerOptions;
}

function open({ getToken, answers = [], options, verifiedEndpoint }: Setup) {
  const platform = createTestPlatform();
  platform.answerWith(...answers);
  const tracker = createTracker({ endpoint: ENDPOINT, ...options }, platform);
  const stop = sendToken(tracker, getToken, { verifiedEndpoint });
  tracker.track("page_view");
  return { platform, tracker, stop };
}

/** What each request has had for a token. */
const sentTokens = ({ requests }: ReturnType<typeof createTestPlatform>): readonly (string | undefined)[] =>
  requests.map(({ headers }) => headers?.["authorization"]);

test("a request has the token of its moment", async () => {
  let count = 0;
  const { platform, tracker } = open({ getToken: () => `token-${++count}` });
  await platform.advance(1_000);
  tracker.track("login");
  await platform.advance(1_000);
  expect(sentTokens(platform)).toEqual(["Bearer token-1", "Bearer token-2"]);
});

test.each([
  ["is given", VERIFIED, VERIFIED],
  ["is not given", undefined, ENDPOINT],
])("a request with a token goes to the verified endpoint where it %s", async (_what, verifiedEndpoint, expected) => {
  const { platform } = open({ getToken: () => Promise.resolve(TOKEN), verifiedEndpoint });
  await platform.advance(1_000);
  expect(platform.requests.map(({ endpoint }) => endpoint)).toEqual([expected]);
});

describe("an event is sent without a token, to the endpoint for everybody,", () => {
  test.each<[string, () => unknown]>([
    ["when nobody is signed in", () => undefined],
    [
      "when the provider throws",
      () => {
        throw new Error("no session");
      },
    ],
    ["when the provider rejects", () => Promise.reject(new Error("no session"))],
    ["when the provider hangs", () => new Promise(() => undefined)],
    ["when the token is empty", () => ""],
    ["when the token is null", () => Promise.resolve(null)],
    ["when the token is an object", () => ({ accessToken: TOKEN })],
    ["when the token is a number", () => 42],
    ["when the token has a line break", () => `${TOKEN}\r\nx-api-key: 1`],
    ["when the token ends with a line break", () => `${TOKEN}\n`],
    ["when the token has a space", () => `Bearer ${TOKEN}`],
    ["when the token has letters that a header can't have", () => "tökén"],
    ["when the token is too long for the gateway", () => "x".repeat(8_193)],
  ])("%s", async (_what, provide) => {
    const { platform, tracker } = open({
      getToken: provide as GetToken,
      verifiedEndpoint: VERIFIED,
      options: { requestTimeoutMs: 100 },
    });
    await platform.advance(1_000);
    // A tenth of the request's time.
    await sleep(50);
    await platform.advance(0);
    expect(platform.requests.map(({ endpoint, headers }) => [endpoint, headers])).toEqual([[ENDPOINT, undefined]]);
    expect(tracker.stats().waiting).toBe(0);
  });

  test("when the page is left", async () => {
    const getToken = vi.fn(() => TOKEN);
    const { platform } = open({ getToken, verifiedEndpoint: VERIFIED });
    await platform.emit("hidden");
    expect(platform.requests).toMatchObject([{ endpoint: ENDPOINT, keepalive: true }]);
    expect(sentTokens(platform)).toEqual([undefined]);
    expect(getToken).not.toHaveBeenCalled();
  });
});

describe("after a 401", () => {
  test("the token is renewed, and the events are sent again at once", async () => {
    const getToken = vi.fn<GetToken>(({ forceRefresh }) => (forceRefresh ? "new" : "old"));
    const { platform, tracker } = open({ getToken, answers: [{ status: 401 }] });
    await platform.advance(1_000);
    expect(sentTokens(platform)).toEqual(["Bearer old", "Bearer new"]);
    expect(getToken.mock.calls).toEqual([[{ forceRefresh: false }], [{ forceRefresh: true }]]);
    expect(tracker.stats()).toMatchObject({ waiting: 0, dropped: {} });
  });

  test("to the new token, too, the events are kept, and tried again five minutes later", async () => {
    const { platform, tracker } = open({ getToken: () => TOKEN, answers: [{ status: 401 }, { status: 401 }] });
    await platform.advance(299_000);
    expect(platform.requests).toHaveLength(2);
    expect(tracker.stats()).toMatchObject({ waiting: 1, dropped: {} });
    await platform.advance(60_000);
    expect(platform.requests).toHaveLength(3);
    expect(tracker.stats().waiting).toBe(0);
  });

  test("that can't be renewed, the events are sent without a token", async () => {
    const { platform, tracker } = open({
      getToken: ({ forceRefresh }) => (forceRefresh ? undefined : TOKEN),
      verifiedEndpoint: VERIFIED,
      answers: [{ status: 401 }],
    });
    await platform.advance(1_000);
    expect(platform.requests.map(({ endpoint }) => endpoint)).toEqual([VERIFIED, ENDPOINT]);
    expect(tracker.stats().waiting).toBe(0);
  });

  test("to a request without a token, no token is asked for", async () => {
    const getToken = vi.fn(() => undefined);
    const { platform } = open({ getToken, answers: [{ status: 401 }] });
    await platform.advance(1_000);
    expect(getToken).toHaveBeenCalledOnce();
    expect(platform.requests).toHaveLength(1);
  });
});

test("nobody is asked for a token before the visitor agrees, and a later decision keeps the tokens", async () => {
  const getToken = vi.fn(() => TOKEN);
  const state = { current: "pending" as "pending" | "granted" };
  const store = {
    read: () => (state.current === "granted" ? "granted 1" : undefined),
    write: () => undefined,
    onChange: () => undefined,
    erase: () => undefined,
    hasPrivacySignal: false,
  };
  const { platform, tracker } = open({ getToken, options: { consent: createConsent({}, store) } });
  await platform.advance(2_000);
  expect(getToken).not.toHaveBeenCalled();

  state.current = "granted";
  tracker.track("login");
  await platform.advance(2_000);
  expect(sentTokens(platform)).toEqual(expect.arrayContaining(["Bearer eyJh.eyJz.c2ln"]));
});

test("its undo ends it", async () => {
  const getToken = vi.fn(() => TOKEN);
  const { platform, stop } = open({ getToken });
  stop();
  await platform.advance(1_000);
  expect(sentTokens(platform)).toEqual([undefined]);
  expect(getToken).not.toHaveBeenCalled();
});

test("a tracker that does nothing takes it", () => {
  expect(() => sendToken(createTracker({}, createTestPlatform()), () => TOKEN)()).not.toThrow();
});

test("what is no function is said once, and events are sent without a token", async () => {
  const { warnings } = spyConsole();
  const { platform } = open({ getToken: TOKEN as unknown as GetToken });
  await platform.advance(1_000);
  expect(sentTokens(platform)).toEqual([undefined]);
  expect(warnings()).toEqual([expect.stringContaining("needs a function")]);
});
