/** Builds the content security policy of the demo's pages: they load from, and send to, their own server only. */

/** Returns the header's value. `connectTo` has further origins that scripts may send requests to. */
export function buildContentSecurityPolicy(connectTo: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", ...connectTo].join(" ")}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
