/** Sends the visitor's login token with requests, so that the endpoint can verify who is signed in. */
import { warn } from "./platform/console.ts";
import type { OutgoingRequest, Send } from "./platform/platform.ts";
import { withTimeLimit } from "./platform/time-limit.ts";

/** How a token is asked for. */
export interface TokenRequest {
  /** The endpoint has refused the last token: renew it, even if it seems to be valid. */
  readonly forceRefresh: boolean;
}

/**
 * Returns the login token of whoever is signed in at this moment, such as a JWT, or `undefined`. It may be asynchronous,
 * and may fail.
 */
export type GetToken = (request: TokenRequest) => string | null | undefined | Promise<string | null | undefined>;

/** Options of `sendToken()`. */
export interface TokenOptions {
  /**
   * The URL for requests with a token, where a gateway of yours verifies tokens on a route of its own. The reference
   * ingest does so at the tracker's endpoint.
   *
   * @default the tracker's endpoint
   */
  readonly verifiedEndpoint?: string | undefined;
}

/** A tracker, as far as it is needed here. */
export interface Sending {
  /** @internal */
  wrapSend?(wrap: (send: Send) => Send): void;
}

/** What a header carries for sure, and API Gateway takes: it has 10,240 bytes for all headers. */
const TOKEN = /^[!-~]{1,8192}$/;

/** As a value: the build shortens names of properties that are ours. */
const HEADER = "authorization";

/** The share of a request's time that is waited for a token: one second by default, as the first event of a batch waits. */
const TIME_SHARE = 0.1;

/**
 * Sends a token with each request that the page stays for. After a 401 it is renewed, once, and the request sent again.
 *
 * A request without a token in time, within a tenth of `requestTimeoutMs`, is sent without one. So is what is sent as the
 * page is left, when no CORS preflight can finish. Those events are stored, and their user is not verified.
 *
 * @param tracker the tracker that sends
 * @param getToken is asked before each request. See {@link GetToken}
 * @returns what ends it
 * @example
 * sendToken(tracker, ({ forceRefresh }) => auth.getAccessToken({ forceRefresh }));
 */
export function sendToken(tracker: Sending, getToken: GetToken, options: TokenOptions = {}): () => void {
  if (typeof getToken !== "function") warn("clickstream: sendToken() needs a function that returns the token");

  const readToken = async (forceRefresh: boolean): Promise<string | undefined> => {
    const token = await getToken({ forceRefresh });
    return typeof token === "string" && TOKEN.test(token) ? token : undefined;
  };

  const ask = ({ requestTimeoutMs }: OutgoingRequest, forceRefresh: boolean): Promise<string | undefined> =>
    withTimeLimit(requestTimeoutMs * TIME_SHARE, undefined, readToken(forceRefresh));

  tracker.wrapSend?.((send) => async (request) => {
    const sendWith = (token: string | undefined): ReturnType<Send> => {
      if (token === undefined) return send(request);
      const { endpoint } = request;
      const { verifiedEndpoint = endpoint } = options;
      return send({ ...request, endpoint: verifiedEndpoint, headers: { [HEADER]: `Bearer ${token}` } });
    };

    // No other header may go with what outlives the page.
    if (request.keepalive) return send(request);
    const token = await ask(request, false);
    const outcome = await sendWith(token);
    if (token === undefined || outcome.status !== 401) return outcome;
    return sendWith(await ask(request, true));
  });
  return () => tracker.wrapSend?.((send) => send);
}
