/** The structure of the repository: each part as a list of layers, the top layer first. */

/** Files and folders (`/`) of one layer, and what they are for. */
type Layer = readonly [names: string, purpose: string];

/**
 * A file may import from its own folder and from the layers below it. Names of one layer do not import each other.
 * `npm run structure` prints this with files and lines; `imports.test.ts` proves it.
 */
export const STRUCTURE: Readonly<Record<string, readonly Layer[]>> = {
  ".": [
    ["test/", "all tests, and the laboratories"],
    ["examples/", "what receives, stores, reads and shows the events"],
    ["src/", "the SDK, which runs in the visitor's page"],
    [".config/", "settings of the tools"],
  ],
  src: [
    ["script-tag/", "the files for script tags, and the snippet that keeps calls until they are there"],
    ["development/", "the build for development: checks options, shows events on the console"],
    ["index.ts amplify.ts subdomains.ts", "what a site imports"],
    ["token.ts", "sends the visitor's login token"],
    ["create-tracker.ts", "createTracker(): one tracker for each name of a page"],
    ["tracker.ts", "collects the facts of each event"],
    ["consent.ts", "createConsent(): nothing is kept or sent before the visitor agrees"],
    ["gated-tracker.ts", "a tracker that follows the visitor's decision"],
    ["held-calls.ts", "the calls that wait for it"],
    ["silent-tracker.ts", "a tracker that does nothing"],
    ["options.ts", "the options and their defaults"],
    ["event/ visitor/", "one flat event from the facts, as JSON of limited size; client_id, session, user"],
    ["gate-parts.ts plugin.ts", "what a gated tracker is made of; what a plugin is"],
    ["delivery/", "from the kept event to the acknowledged one: outbox, sender, drop reports"],
    ["platform/", "the only code that touches the browser"],
    ["wire.ts", "the types of what travels between page and ingest"],
    ["to-json.ts", "writes and reads JSON, whatever scripts have made of it"],
    ["copy-plain.ts", "copies what a page handed over"],
    [
      "attempt.ts byte-length.ts decision.ts limits.ts run-soon.ts standard-events.ts storage-keys.ts",
      "types, limits and small pure functions, for all layers",
    ],
  ],
  examples: [
    ["demo/", "shop, ingest, live page and dashboard on one machine: `npm start`"],
    ["loader-lambda/", "the function that loads what is new into the warehouse"],
    ["warehouse/ infrastructure/", "from the bucket to rows and answers; the ingest on AWS, by SAM or CDK"],
    ["ingest-lambda/ web/", "the function that stores events; what the pages of demo and warehouse share"],
    ["bundle-function.ts", "bundles a Lambda function"],
  ],
  "examples/ingest-lambda": [
    ["build.ts", "the command that bundles for Lambda"],
    ["bundle.ts cost/", "the bundle; what a month costs"],
    ["src/", "the function"],
  ],
  "examples/ingest-lambda/src": [
    ["index.ts", "the entry that Lambda calls"],
    ["settings.ts", "the environment variables"],
    ["setting-faults.ts", "which of them cannot be meant"],
    ["handler.ts", "one request, step by step"],
    ["answer/", "the HTTP answer, the log, the metrics"],
    ["store/", "S3 and Firehose"],
    ["event/", "checks each event, and adds what is missing"],
    ["token/", "verifies login tokens: the issuer's keys and the signature"],
    ["request/", "reads the HTTP request: body, origin, login token, cookies"],
    ["connections.ts", "HTTP requests to AWS and to the issuer of tokens"],
    ["formats.ts refusals.ts", "the forms of ids and names; the error codes"],
    [
      "event-fields.ts json.ts limits.ts",
      "the fields and their types; limits and small pure functions, for all layers",
    ],
    ["exact-json.ts", "parses JSON with all digits of its numbers"],
  ],
  "examples/warehouse": [
    ["commands/", "npm run warehouse, erase, compact, duckdb"],
    ["settings.ts", "the environment variables"],
    ["dashboard/ erase/ questions/", "the page of figures; the erasure of a visitor; the questions in SQL"],
    ["compact/", "from objects to Parquet, by day"],
    ["duckdb/", "tables of DuckDB from objects"],
    ["queue/", "the messages of a bucket that announce objects"],
    ["load/", "from objects to rows"],
    ["database/", "PostgreSQL and PGlite"],
    ["columns/ sources/", "the columns of an event; the folder or bucket that events are read from"],
  ],
  "examples/loader-lambda": [
    ["build.ts", "the bundle for Lambda"],
    ["src/", "the function"],
  ],
  "examples/loader-lambda/src": [
    ["index.ts", "the entry that Lambda calls"],
    ["telemetry.ts", "the log and the metrics"],
    ["handler.ts open-database.ts", "a batch of messages; a connection with the password of the secret"],
    ["database-url.ts", "the URL from settings and secret"],
  ],
  "examples/infrastructure": [
    ["cdk/ authorizer/", "the stack in TypeScript; the Lambda that checks API keys and CloudFront's secret"],
    ["options/", "the options of both templates"],
  ],
  "examples/demo": [
    ["start.ts", "the command"],
    ["start-options.ts stack.ts", "its options; all servers together"],
    ["choose-readers.ts web-server.ts", "where stored events are read from; the server of the pages"],
    ["assets.ts", "what browsers load: bundles and styles"],
    [
      "dev-reload.ts outage.ts shop/ live/",
      "a new build shows at once; takes the ingest offline; the demo shop; the live page of events",
    ],
    ["gateway/ storage/", "API Gateway on this machine, in front of the real ingest; a folder or a bucket"],
  ],
  test: [
    [
      "architecture/ browser/ demo/ infrastructure/ ingest/ package/ schema/ types/ unit/ warehouse/ left-out.ts quick.ts size.ts",
      "the suites; `unit` tests src, the others are named after what they test",
    ],
    ["labs/", "experiments that take minutes: model, torture, bench, load, fuzz, mutants"],
    ["support/", "what several suites share: a test platform, a test ingest, servers, browsers"],
  ],
};

/** A layer's names, one by one. */
export const namesOf = (layers: readonly Layer[]): readonly string[] => layers.flatMap(([names]) => names.split(" "));

/** A pattern of the files that a name of a part stands for. */
export function filesOf(part: string, name: string): string {
  const path = (part === "." ? name : `${part}/${name}`).replaceAll(".", "[.]");
  return name.endsWith("/") ? `^${path}` : `^${path}$`;
}

/** For each name of a part: its files, and the files of that part that they must not import. */
export function boundsOf(part: string): readonly { readonly files: string; readonly forbidden: readonly string[] }[] {
  const layers = STRUCTURE[part] ?? [];
  return layers.flatMap((layer, index) => {
    const notBelow = namesOf(layers.slice(0, index + 1));
    return namesOf([layer]).map((name) => ({
      files: filesOf(part, name),
      forbidden: notBelow.filter((other) => other !== name).map((other) => filesOf(part, other)),
    }));
  });
}
