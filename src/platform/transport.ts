/** Carries a request out of the page and tells what became of it as data. */
import type { Outcome, Request } from "./platform.ts";

/** Returns what sends and never rejects: a `fetch` that another script has patched may throw at once. */
export function createTransport(): (request: Request) => Promise<Outcome> {
  let mayCompress = true;
  return async (request) => {
    const { endpoint, body, keepalive } = request;
    try {
      // Firefox before 133 ignores `keepalive`, so a plain fetch would die with the page.
      if (keepalive && !("keepalive" in Request.prototype)) {
        navigator.sendBeacon(endpoint, body);
        return { status: 0 };
      }
      // Below 2 KiB there is little to gain. Compressing takes turns of the event loop, which a page that leaves does
      // not have.
      const isLong = request.compress && mayCompress && !keepalive && body.length >= 2_048;
      const zipped = isLong ? await gzip(body).catch(() => undefined) : undefined;
      // API Gateway hands over text as it is, and what is no text in base64. While the page goes, text is CORS-simple: a
      // preflight could not finish.
      const type = zipped ? "application/octet-stream" : keepalive ? "text/plain" : "application/json";
      const response = await fetch(endpoint, {
        // `credentials` and `keepalive` are fetch's own words.
        ...request,
        method: "POST",
        body: zipped ?? body,
        headers: { "content-type": type },
        // Ends the reading of the answer, too: one that is cut half way is no answer. Browsers before 2022 go without.
        signal: (AbortSignal as Partial<typeof AbortSignal>).timeout?.(request.requestTimeoutMs) ?? null,
      });
      const { status } = response;
      // Perhaps a server that can't read gzip: RFC 9110 sections 15.5.1, 15.5.16 and 15.5.21. The next try is plain.
      if (zipped && /^4(00|15|22)/.test(String(status))) {
        mayCompress = false;
        return { status: 0 };
      }
      return { status, retryAfter: response.headers.get("retry-after"), body: await response.text() };
    } catch {
      return { status: 0 };
    }
  };
}

/** Rejects in browsers before 2023, which can't compress. */
async function gzip(text: string): Promise<Blob> {
  return new Response(new Response(text).body?.pipeThrough(new CompressionStream("gzip"))).blob();
}
