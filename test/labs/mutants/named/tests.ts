/** The files of tests that notice the named mutants. */

export const MODEL = "test/labs/model/model.test.ts";

/** The model's budget is a ceiling, and a page that waits too long stays below it. */
export const DELIVERY = "test/unit/delivery/delivery.test.ts";

export const JUDGE = "test/unit/delivery/judge.test.ts";
export const LEAVING = "test/unit/delivery/leaving.test.ts";
export const NEXT_PAGE = "test/unit/delivery/next-page.test.ts";
export const ON_DROP = "test/unit/delivery/on-drop.test.ts";
export const OUTBOX = "test/unit/delivery/outbox.test.ts";
export const APPLY_VERDICT = "test/unit/delivery/apply-verdict.test.ts";
export const RETRY_STATE = "test/unit/delivery/retry-state.test.ts";
export const BUILT_INS = "test/unit/delivery/built-ins.test.ts";
export const BROWSER = "test/unit/platform/browser.test.ts";
export const STORAGE = "test/unit/platform/storage.test.ts";

/** A visit of the model has seldom as many records as need two reports. */
export const DROP_REPORTS = "test/unit/delivery/drop-reports.test.ts";

export const PUBLISH = "test/unit/script-tag/publish.test.ts";

export const PARSE_OPTIONS = "test/unit/script-tag/parse-options.test.ts";

export const REDACT_URL = "test/unit/event/redact-url.test.ts";

export const REDACTION = "test/labs/redaction/redaction.test.ts";

export const CONSENT = "test/unit/consent.test.ts";
export const CONSENT_GATE = "test/unit/platform/consent-gate.test.ts";
export const CONSENT_STORE = "test/unit/platform/consent-store.test.ts";
export const DECISION = "test/unit/decision.test.ts";
export const INDEXEDDB_COPY = "test/unit/platform/indexeddb-copy.test.ts";
export const COOKIES = "test/unit/platform/cookies.test.ts";
export const SUBDOMAINS = "test/unit/subdomains.test.ts";

export const COPY = "test/unit/copy-plain.test.ts";

export const PLUGINS = "test/unit/plugins.test.ts";
export const SERIALIZE = "test/unit/event/serialize-event.test.ts";
export const TOKEN = "test/unit/token.test.ts";

export const AWS_ERROR = "test/ingest/store/aws-error.test.ts";
export const FAULTY_CONNECTIONS = "test/ingest/store/faulty-connections.test.ts";
export const ALLOWED_ORIGINS = "test/ingest/request/allowed-origins.test.ts";
export const ORIGIN = "test/ingest/request/origin.test.ts";
export const READ_CALL = "test/ingest/request/read-call.test.ts";
export const SETTINGS = "test/ingest/settings.test.ts";
export const TOKEN_LIFE = "test/ingest/token/token-life.test.ts";
export const USER_TEST = "test/ingest/event/user.test.ts";
export const OWN_HOSTS = "test/demo/start/own-hosts.test.ts";

export const AMOUNT = "test/ingest/event/amount.test.ts";
export const BODY = "test/ingest/request/body.test.ts";
export const EVENT_ID = "test/ingest/event/event-id.test.ts";
export const EXACT_JSON = "test/ingest/exact-json.test.ts";
export const READABLE = "test/ingest/event/readable.test.ts";
export const READ_FIELDS = "test/ingest/event/read-fields.test.ts";
export const TIMESTAMP = "test/ingest/event/timestamp.test.ts";
export const SOURCE_IP = "test/ingest/request/source-ip.test.ts";

export const PARSE_KEYS = "test/warehouse/parse-keys.test.ts";
export const VISITOR_LINES = "test/warehouse/visitor-lines.test.ts";
export const QUEUE = "test/warehouse/queue.test.ts";
export const NOTIFICATION = "test/warehouse/notification.test.ts";
export const ID_COOKIE = "test/ingest/request/id-cookie.test.ts";

/** Needs a PostgreSQL server: PGlite has one connection. */
export const LOADERS_AT_ONCE = "test/warehouse/loaders-at-once.test.ts";

export const COMPACT = "test/warehouse/compact.test.ts";
export const DASHBOARD = "test/warehouse/dashboard.test.ts";
