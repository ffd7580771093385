/** Carries a request out of the page and tells what became of it as data. */
import type { Outcome, Request } from "./platform.ts";

const UNTOLD: Outcome = { status: 0 };

/** Below that there is little to gain. */
const MIN_GZIP_CHARS = 2_048;

/** Statuses of a server that can't read what it got: RFC 9110 sections 15.5.1, 15.5.16 and 15.5.21. */
const UNREADABLE = /^4(00|15|22)$/;

/** Returns what sends and never rejects: a `fetch` that another script has patched may throw at once. */
export function createTransport(): (request: Request) => Promise<Outcome> {
  let mayCompress = true;
  return async (request) => {
    const { endpoint, body, leaving, compress } = request;
    try {
      // Firefox before 133 ignores `keepalive`, so a plain fetch would die with the page.
      if (leaving && !("keepalive" in Request.prototype)) {
        navigator.sendBeacon(endpoint, body);
        return UNTOLD;
      }
      // Compressing takes turns of the event loop, which a page that leaves does not have.
      const isLong = compress && mayCompress && !leaving && body.length >= MIN_GZIP_CHARS;
      const zipped = isLong ? await gzip(body) : undefined;
      // API Gateway hands over text as it is, and what is no text in base64.
      const outcome = zipped && (await post(request, zipped, "application/octet-stream"));
      if (outcome && !UNREADABLE.test(String(outcome.status))) return outcome;

      // Of its own, a text body is text/plain. That is CORS-simple: no preflight, which could not finish while the
      // page goes away.
      const plain = await post(request, body, leaving ? undefined : "application/json");
      // What it can read now, it could not read compressed.
      if (outcome && !UNREADABLE.test(String(plain.status))) mayCompress = false;
      return plain;
    } catch {
      return UNTOLD;
    }
  };
}

async function gzip(text: string): Promise<ArrayBuffer | undefined> {
  try {
    // Browsers before 2023 do not have it.
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    return await new Response(stream).arrayBuffer();
  } catch {
    return undefined;
  }
}

async function post(
  { endpoint, requestTimeoutMs, credentials, leaving }: Request,
  body: string | ArrayBuffer,
  type: string | undefined,
): Promise<Outcome> {
  const response = await fetch(endpoint, {
    method: "POST",
    body,
    headers: type ? { "content-type": type } : {},
    // By default none: they could push the header block past API Gateway's 10,240 bytes.
    credentials,
    keepalive: leaving,
    // Ends the reading of the answer, too: one that is cut half way is no answer. Browsers before 2022 go without.
    signal: (AbortSignal as Partial<typeof AbortSignal>).timeout?.(requestTimeoutMs) ?? null,
  });
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: await response.text(),
  };
}
