/** Builds the CORS headers that an HTTP API adds itself, in place of the function's own. Pure. */

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export interface CorsRules {
  /** Origins by name, `*`, `https://*` or `http://*`. HTTP APIs know no other pattern. */
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  /** The headers that a page may read, besides those that CORS always allows. */
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number;
  /** Requests may carry cookies. Browsers then refuse `*` as an origin. @default false */
  readonly allowCredentials?: boolean;
}

export const OPEN_CORS: CorsRules = {
  allowOrigins: ["*"],
  allowMethods: ["POST", "OPTIONS"],
  allowHeaders: ["content-type", "authorization", "x-api-key", "x-client-id", "x-session-id"],
  exposeHeaders: ["Retry-After", "Date", "Clickstream-Ack"],
  // Chromium caches a preflight for two hours at most.
  maxAgeSeconds: 7_200,
};

export type ResponseHeaders = Readonly<Record<string, string>>;

/** What goes with every answer of the function to a page of this origin. */
export function buildCorsHeaders(rules: CorsRules, origin: string | undefined): ResponseHeaders {
  if (origin === undefined) return {};
  const isOpen = rules.allowOrigins.includes("*");
  if (!isOpen && !rules.allowOrigins.some((rule) => isNamedBy(rule, origin))) return {};
  return {
    "access-control-allow-origin": isOpen ? "*" : origin,
    "access-control-expose-headers": rules.exposeHeaders.join(","),
    ...(rules.allowCredentials === true && !isOpen ? { "access-control-allow-credentials": "true" } : {}),
    ...(isOpen ? {} : { vary: "Origin" }),
  };
}

function isNamedBy(rule: string, origin: string): boolean {
  return rule === origin || (rule.endsWith("://*") && origin.startsWith(rule.slice(0, -1)));
}

/** Returns the headers of the 204 that answers a preflight request. */
export function buildPreflightHeaders(rules: CorsRules, origin: string | undefined): ResponseHeaders {
  const headers = buildCorsHeaders(rules, origin);
  if (headers["access-control-allow-origin"] === undefined) return headers;
  return {
    ...headers,
    "access-control-allow-methods": rules.allowMethods.join(","),
    "access-control-allow-headers": rules.allowHeaders.join(","),
    "access-control-max-age": String(rules.maxAgeSeconds),
  };
}

/** API Gateway ignores the function's own CORS headers once it has CORS rules. */
export function withoutCorsHeaders(headers: ResponseHeaders): ResponseHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^access-control-/i.test(name)));
}
