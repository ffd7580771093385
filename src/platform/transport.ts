/** Carries a request out of the page and tells what became of it as data. */
import type { Outcome, Request } from "./platform.ts";

const UNREACHABLE: Outcome = { kind: "unreachable" };

/** Sends and never rejects: a `fetch` that another script has patched may throw at once. */
export async function send(request: Request): Promise<Outcome> {
  try {
    // Firefox before 133 ignores `keepalive`, so a plain fetch would die with the page.
    if (request.leaving && !("keepalive" in Request.prototype)) return handOver(request);
    return await post(request);
  } catch {
    return UNREACHABLE;
  }
}

async function post({ endpoint, body, timeoutMs, leaving }: Request): Promise<Outcome> {
  const response = await fetch(endpoint, {
    method: "POST",
    body,
    // Of its own, a text body is text/plain. That is CORS-simple: no preflight, which could not finish while the page
    // goes away.
    headers: leaving ? {} : { "content-type": "application/json" },
    // Cookies could push the header block past API Gateway's 10,240 bytes.
    credentials: "omit",
    keepalive: leaving,
    // Ends the reading of the answer, too: one that is cut half way is no answer. Browsers before 2022 go without.
    signal: (AbortSignal as Partial<typeof AbortSignal>).timeout?.(timeoutMs) ?? null,
  });
  return {
    kind: "answered",
    status: response.status,
    retryAfter: response.headers.get("retry-after") ?? undefined,
    body: await response.text(),
  };
}

function handOver({ endpoint, body }: Request): Outcome {
  return navigator.sendBeacon(endpoint, body) ? { kind: "handed_over" } : UNREACHABLE;
}
