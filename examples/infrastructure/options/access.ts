/** The options of who may send events, and what is known of them. */
import { HOST, type Option } from "./option.ts";

/** A host of pages in development has no dot: `http://localhost:3000`. */
const ORIGIN = String.raw`\*|https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?|https://\*\.${HOST}`;

export const ACCESS_OPTIONS = {
  allowedOrigins: {
    kind: "list",
    default: undefined,
    pattern: ORIGIN,
    meaning:
      "The origins of the pages that may send events: `https://shop.example`, `https://*.shop.example` for all hosts below it, or `*` for everybody.",
  },
  allowOpaqueOrigins: {
    kind: "switch",
    default: false,
    meaning:
      "Also takes events of pages without an origin of their own (`Origin: null`) that belong to other sites, such as sandboxed frames.",
  },
  restrict: {
    kind: "choice",
    default: "none",
    values: ["none", "key", "token"],
    meaning:
      "Who may call `POST /clickstream`: everybody, callers with an API key, or callers with a valid login token.",
  },
  jwtIssuer: {
    kind: "text",
    default: "",
    pattern: "(https://.+[^/])?",
    meaning:
      "Who signs the login tokens that the ingest verifies, such as `https://cognito-idp.<region>.amazonaws.com/<pool>`.",
  },
  jwtAudience: {
    kind: "list",
    default: [],
    pattern: "[^, ]*",
    meaning: "Whom the tokens are for: the ids of your app clients.",
  },
  apiKeysSecretArn: {
    kind: "text",
    default: "",
    pattern: "(arn:aws[a-z-]*:secretsmanager:.+:secret:.+-[A-Za-z0-9]{6})?",
    meaning: "The secret in Secrets Manager that has the API keys: a JSON object, in which each value is a key.",
  },
  apiKeySource: {
    kind: "choice",
    default: "$request.querystring.key",
    values: ["$request.querystring.key", "$request.header.x-api-key"],
    meaning: "Where callers send the key. The SDK can send it in the endpoint's query only.",
  },
  idCookie: {
    kind: "switch",
    default: false,
    meaning: "The ingest keeps the visitor's id in a cookie. For an endpoint under the site's own domain.",
  },
  honourGpc: {
    kind: "switch",
    default: false,
    meaning: "Does not store events of visitors whose browser sends `Sec-GPC`.",
  },
} as const satisfies Readonly<Record<string, Option>>;
