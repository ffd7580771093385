/** Says what a page of ours may load and whom it may talk to: its own server, and nothing else. */

/** Returns the `Content-Security-Policy` header. `connectTo` are origins that scripts may send to besides our own. */
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
