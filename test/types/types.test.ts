/** What a person who writes `track()` sees, by each version of TypeScript, from the source and from what is published. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SAMPLES } from "../support/samples.ts";
import { COMPILERS, openEditor, type Editor } from "./editor.ts";
import { WRONG_CALLS } from "./wrong-calls.ts";

let published: string;

beforeAll(async () => {
  published = await mkdtemp(join(tmpdir(), "clickstream-types-"));
  await build({
    config: false,
    silent: true,
    entry: ["src/index.ts"],
    format: "esm",
    dts: { only: true },
    outDir: published,
  });
}, 60_000);

afterAll(() => rm(published, { recursive: true, force: true }));

const STANDARD = Object.keys(SAMPLES);

const HEAD = `import { createTracker, type StandardEvents, type Tracker } from "clickstream-js";
interface ShopEvents extends StandardEvents { newsletter_signup: { readonly plan: "free" | "pro" } }
const standard: Tracker = createTracker();
const own = createTracker<ShopEvents>();
const product = { id: "42", name: "Teapot", price: 39.9 };
const cart = { items: [{ id: "42", quantity: 1 }], value: 39.9, currency: "EUR" };
`;
const HEAD_LINES = HEAD.split("\n").length - 1;

/** Half-written calls, with a marker where the cursor is. */
const WRITTEN = `${HEAD}
own.track("");
own.track("newsletter_signup", { /*own*/ });
own.track("cart_view", { items: [{ /*item*/ }] });
own.track("logout", { reason: "" });
own.setProduct({ /*product*/ });
${STANDARD.map((name) => `standard.track("${name}", { /*${name}*/ });`).join("\n")}
`;

const inAlphabet = (message: string): string =>
  message.replace(/"\w+"(?: \| "\w+")+/g, (names) => names.split(" | ").sort().join(" | "));

const ORIGINS = ["the source", "what is published"] as const;
const versions = COMPILERS.flatMap((compiler) =>
  ORIGINS.map((origin) => ({ version: compiler.version, origin, compiler })),
);

test("the versions are from the oldest that users may have to the newest", () => {
  expect(COMPILERS.map(({ versionMajorMinor }) => versionMajorMinor)).toEqual(["5.4", "5.9", "6.0"]);
});

describe.each(versions)("TypeScript $version with $origin", { timeout: 60_000 }, ({ compiler, origin }) => {
  let editor: Editor;
  beforeAll(() => {
    editor = openEditor(compiler, origin === "the source" ? "src/index.ts" : join(published, "index.d.ts"));
  });

  test("finds nothing wrong with right calls, and with the package", async () => {
    expect(editor.findFaults(await readFile("test/types/track.test-d.ts", "utf8"))).toEqual([]);
  });

  test("compiles the code of docs/events.md", async () => {
    const doc = await readFile("docs/events.md", "utf8");
    const snippets = [...doc.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
    expect(snippets.length).toBeGreaterThan(1);
    for (const code of snippets) expect(editor.findFaults(code)).toEqual([]);
  });

  test("says of each wrong call what is wrong, and of nothing else", () => {
    const faults = editor.findFaults(HEAD + WRONG_CALLS.map(({ call }) => `${call};`).join("\n"));

    const table = faults.map(({ line, message }) => ({
      what: WRONG_CALLS[line - HEAD_LINES]?.what,
      call: WRONG_CALLS[line - HEAD_LINES]?.call,
      message: inAlphabet(message),
    }));
    expect(table).toEqual(WRONG_CALLS);
    expect(table.length).toBeGreaterThanOrEqual(25);
  });

  test("offers the names of the events", () => {
    const names = editor.complete(WRITTEN, 'own.track("').map(({ name }) => name);
    expect(names.sort()).toEqual([...STANDARD, "newsletter_signup"].sort());
  });

  test("has the meaning of every property of every standard event", () => {
    for (const [event, sample] of Object.entries(SAMPLES)) {
      const properties = editor.complete(WRITTEN, `/*${event}*/`);
      expect(properties.map(({ name }) => name).sort()).toEqual(Object.keys(sample).sort());
      for (const { docs } of properties) expect(docs).toMatch(/^[A-Z].*[.]/);
    }
  });

  test.each([
    ["an event", "/*add_to_cart*/", "quantity", "How many pieces, always positive."],
    ["an own event", "/*own*/", "plan", ""],
    ["an order", "/*purchase*/", "order_id", "The shop's own id of the order."],
    ["an item", "/*item*/", "position", "The place in the list, from 1."],
    ["a product", "/*product*/", "urlPath", "The path of the product's page: `/products/42`."],
  ])("offers the properties of %s with their meaning", (_what, marker, name, docs) => {
    expect(editor.complete(WRITTEN, marker)).toContainEqual({ name, docs });
  });

  test("offers the values of a property", () => {
    const values = editor.complete(WRITTEN, '.track("logout", { reason: "');
    expect(values.map(({ name }) => name).sort()).toEqual(["expired", "visitor"]);
  });
});
