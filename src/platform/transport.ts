/** Sends requests out of the page and returns what became of them as data. */
import { attempt } from "../attempt.ts";
import type { Outcome, OutgoingRequest } from "./platform.ts";
import { withTimeLimit } from "./time-limit.ts";

/** The endpoint may have stored everything or nothing. */
const NO_ANSWER: Outcome = { status: 0 };

/** Repeats the body where a page can't read it: a script that wraps `fetch` may have read it already. */
const ACK_HEADER = "clickstream-ack";

/** A server that can't read gzip answers with one of these: RFC 9110 sections 15.5.1, 15.5.16 and 15.5.21. */
const ZIP_REFUSED = [400, 415, 422];

/** Returns a function that sends one request and never rejects. */
export function createTransport(): (request: OutgoingRequest) => Promise<Outcome> {
  /** Below it gzip gains little. */
  const minZippedChars = 2_048;
  let mayCompress = true;

  const post = async (request: OutgoingRequest, signal: AbortSignal | undefined): Promise<Outcome> => {
    const { endpoint, body, compress, credentials, keepalive, mayStart } = request;
    // Firefox before 133 ignores `keepalive`, and ends a plain fetch with the page.
    if (keepalive && !("keepalive" in Request.prototype)) {
      navigator.sendBeacon(endpoint, body);
      return NO_ANSWER;
    }

    // Compression takes several turns of the event loop, which a page that is left does not have.
    let zipped: Blob | undefined;
    if (compress && mayCompress && !keepalive && body.length >= minZippedChars) {
      // Until it has worked: a polyfill's stream may never end, and then the next try is plain.
      mayCompress = false;
      zipped = await gzip(body).catch(() => undefined);
      mayCompress = zipped !== undefined;
    }
    if (mayStart?.() === false) return NO_ANSWER;
    // API Gateway passes text on as it is, and encodes everything else in base64. `text/plain` needs no CORS
    // preflight, which could not finish while the page is left.
    const type = zipped ? "application/octet-stream" : keepalive ? "text/plain" : "application/json";
    // The browser refuses the signal of a polyfill, and the whole request with it. Such a request goes without.
    const accepted = attempt(() => {
      new Request("", { signal: signal ?? null });
      return signal;
    });
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": type, ...request.headers },
      body: zipped ?? body,
      credentials,
      keepalive,
      // Ends the reading of the answer, too: half an answer is none.
      signal: accepted ?? null,
    });
    const { status, headers, redirected } = response;
    if (zipped && ZIP_REFUSED.includes(status)) {
      // The next request is plain.
      mayCompress = false;
      return NO_ANSWER;
    }
    return {
      status,
      retryAfter: headers.get("retry-after"),
      isRedirected: redirected,
      body: headers.get(ACK_HEADER) ?? (await response.text().catch(() => "")),
    };
  };

  return async (request) => {
    // A page that has replaced `AbortController` may have none.
    const controller = attempt(() => new AbortController());
    const outcome = await withTimeLimit(request.requestTimeoutMs, NO_ANSWER, post(request, controller?.signal));
    // Nobody waits any more.
    attempt(() => controller?.abort());
    return outcome;
  };
}

/** Rejects in browsers before 2023, which can't compress. */
async function gzip(text: string): Promise<Blob> {
  return new Response(new Response(text).body?.pipeThrough(new CompressionStream("gzip"))).blob();
}
