/** Proves that the package works as it is published: installed from its tarball, by every way of loading it. */
import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { build as bundleByEsbuild } from "esbuild";
import { rollup } from "rollup";
import { build } from "vite";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findInternalNames } from "../../.config/short-names.ts";
import { ENGINES_HERE } from "../support/browsers/engines.ts";
import { buildReports, REPORT_FOLDER } from "./api/build-reports.ts";
import { NONCE, seePage, visitPage } from "./see-page.ts";

const run = promisify(execFile);

let folder: string;

/** Runs a program in the folder of a package that has installed ours. */
const inFolder = async (program: string, ...args: string[]): Promise<string> =>
  (await run(program, args, { cwd: folder })).stdout.trim();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clickstream-package-"));
  // What an earlier build left must not hide that `npm pack` does not build.
  await rm("dist", { recursive: true, force: true });
  const { stdout } = await run("npm", ["pack", "--json", "--silent", "--pack-destination", folder]);
  const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
  await writeFile(join(folder, "package.json"), '{ "name": "host", "private": true }');
  await inFolder("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", `./${filename}`);
}, 240_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the tarball holds what a user needs and nothing else", async () => {
  const files = await inFolder("find", "node_modules/clickstream-js", "-type", "f", "-printf", "%P\n");
  // Shared files have the hash of their content in their names.
  expect(
    files
      .replace(/-[\w-]{8}(?=\.)/g, "")
      .split("\n")
      .sort()
      .filter((file, index, all) => file !== all[index - 1]),
  ).toEqual(
    [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      ...["index", "development", "consent", "amplify", "subdomains", "token"].flatMap((entry) =>
        ["cjs", "cjs.map", "d.cts", "d.ts", "js", "js.map"].map((end) => `dist/${entry}.${end}`),
      ),
      // Code and types that several of them share.
      "dist/chunk.js",
      "dist/chunk.js.map",
      ...["delivery", "options", "tracker"].flatMap((name) => [`dist/${name}.d.cts`, `dist/${name}.d.ts`]),
      ...["clickstream", "clickstream.development", "consent", "subdomains"].flatMap((name) => [
        `dist/umd/${name}.js`,
        `dist/umd/${name}.js.map`,
      ]),
      "dist/umd/snippet.js",
      "dist/umd/package.json",
      "dist/nanoid.LICENSE",
      "package.json",
    ].sort(),
  );
});

test("no property of a published type has a short name in the code", async () => {
  const names: string[] = [];
  for (const file of globSync(join(folder, "node_modules/clickstream-js/dist/*.d.{ts,cts}"))) {
    ts.forEachChild(
      ts.createSourceFile(file, await readFile(file, "utf8"), ts.ScriptTarget.Latest),
      function visit(node) {
        if (ts.isTypeElement(node) && node.name && ts.isIdentifier(node.name)) names.push(node.name.text);
        ts.forEachChild(node, visit);
      },
    );
  }
  expect(names).toEqual(expect.arrayContaining(["endpoint", "track", "event_id", "quantity", "state"]));
  const internal = findInternalNames();
  expect(internal).toContain("openDurable");
  expect(names.filter((name) => internal.includes(name))).toEqual([]);
});

test("declares the types of its API reports: `npm run api` writes them", { timeout: 120_000 }, async () => {
  const reports = await buildReports(join(folder, "node_modules/clickstream-js"));

  expect(globSync("*.api.md", { cwd: REPORT_FOLDER }).sort()).toEqual([...reports.keys()].sort());
  for (const [name, text] of reports) expect(text).toBe(await readFile(join(REPORT_FOLDER, name), "utf8"));
});

const USE = `let requests = 0;
globalThis.fetch = async () => { requests += 1; return new Response(); };
const tracker = createTracker({ endpoint: "https://ingest.example/clickstream" });
tracker.track("page_view");
tracker.flush().then(() => console.log(tracker.stats().tracked, "tracked,", requests, "requests"));`;

test("tracks nothing on a server, and throws nothing, by import", async () => {
  const script = `import { createTracker } from "clickstream-js"; ${USE}`;
  expect(await inFolder(process.execPath, "--input-type=module", "-e", script)).toBe("0 tracked, 0 requests");
});

test("tracks nothing on a server, and throws nothing, by require", async () => {
  const script = `const { createTracker } = require("clickstream-js"); ${USE}`;
  expect(await inFolder(process.execPath, "-e", script)).toBe("0 tracked, 0 requests");
});

test("has entries of their own for consent, Amplify, subdomains and tokens, by import and by require", async () => {
  const names =
    "[typeof createConsent({ initial: 'granted' }).set, typeof followAmplify, typeof shareOverSubdomains(), typeof sendToken].join()";
  const byImport = `import { createConsent } from "clickstream-js/consent";
    import { followAmplify } from "clickstream-js/amplify";
    import { sendToken } from "clickstream-js/token";
    import { shareOverSubdomains } from "clickstream-js/subdomains"; console.log(${names})`;
  const byRequire = `const { createConsent } = require("clickstream-js/consent");
    const { followAmplify } = require("clickstream-js/amplify");
    const { sendToken } = require("clickstream-js/token");
    const { shareOverSubdomains } = require("clickstream-js/subdomains"); console.log(${names})`;
  expect(await inFolder(process.execPath, "--input-type=module", "-e", byImport)).toBe(
    "function,function,object,function",
  );
  expect(await inFolder(process.execPath, "-e", byRequire)).toBe("function,function,object,function");
});

const TRACK = `const tracker = clickstream.createTracker({ endpoint: "ENDPOINT" });
tracker.track("page_view"); tracker.flush().then(() => { window.done = true; });`;

const UMD = "node_modules/clickstream-js/dist/umd";

test("brings an event from a script tag to the store", { timeout: 60_000 }, async () => {
  const html = `<script src="${UMD}/clickstream.js"></script><script>${TRACK}</script>`;
  expect(await seePage(folder, html)).toEqual({ events: ["page_view"], heard: [] });
});

test.each([
  ["clickstream.js", "clickstream"],
  ["clickstream.development.js", "clickstream"],
  ["consent.js", "clickstreamConsent"],
  ["subdomains.js", "clickstreamSubdomains"],
])("gives a page by the script tag %s one global, and no other", async (file, name) => {
  const globals = {};
  runInNewContext(await readFile(join(folder, UMD, file), "utf8"), globals);
  expect(Object.keys(globals)).toEqual([name]);
});

const GLOBAL = `window.said = typeof clickstream.createTracker; window.done = true;`;

describe("the script tag gives a page its global", () => {
  test.each([
    ["`module` and `exports` as variables", "<script>var module = { exports: {} }, exports = module.exports;</script>"],
    ["them as constants", "<script>const module = { exports: {} }, exports = module.exports;</script>"],
    ["a `module` that is null", "<script>let module = null; let exports;</script>"],
    ["elements of these names", '<form id="module"></form><i id="exports"></i><p id="define"></p>'],
    ["an element of its own name", '<form id="clickstream"><input name="track"></form>'],
    ["a `define` that is not AMD", "<script>function define() { throw new Error(); }</script>"],
    ["an image that hides the running script", '<img name="currentScript">'],
  ])("where it has %s", { timeout: 60_000 }, async (_, before) => {
    const html = `${before}<script src="${UMD}/clickstream.js"></script><script>${GLOBAL}</script>`;
    expect(await visitPage(folder, html)).toEqual({ stored: [], heard: [], said: "function" });
  });

  test("and nobody's `module.exports` is changed", { timeout: 60_000 }, async () => {
    const html = `<script>var module = { exports: {} }, exports = module.exports;</script>
      <script src="${UMD}/clickstream.js"></script>
      <script>window.said = Object.keys(module.exports); window.done = true;</script>`;
    expect(await visitPage(folder, html)).toEqual({ stored: [], heard: [], said: [] });
  });
});

describe("beside RequireJS", () => {
  beforeAll(async () => {
    await cp("node_modules/requirejs/require.js", join(folder, "require.js"));
    await writeFile(join(folder, "shop.js"), "define([], () => 'shop');");
  });

  test("a script tag gives the page its global, and disturbs no module", { timeout: 60_000 }, async () => {
    const html = `<script src="require.js"></script><script src="${UMD}/consent.js"></script>
      <script src="${UMD}/clickstream.js"></script><script>require(["shop"], (shop) => {
        window.said = [shop, typeof clickstreamConsent.createConsent]; ${TRACK}
      });</script>`;
    const { stored, heard, said } = await visitPage(folder, html);
    expect({ names: stored.map((event) => event["event_name"]), heard, said }).toEqual({
      names: ["page_view"],
      heard: [],
      said: ["shop", "function"],
    });
  });

  test("the files are modules by any name, the same as the globals", { timeout: 60_000 }, async () => {
    const html = `<script src="require.js"></script><script>
      require.config({ paths: { "our/tracker": "${UMD}/clickstream", gdpr: "${UMD}/consent" } });
      require(["our/tracker", "gdpr"], (tracking, gdpr) => {
        window.said = [tracking === clickstream, gdpr === clickstreamConsent, typeof gdpr.createConsent]; ${TRACK}
      });</script>`;
    const { stored, heard, said } = await visitPage(folder, html);
    expect({ names: stored.map((event) => event["event_name"]), heard, said }).toEqual({
      names: ["page_view"],
      heard: [],
      said: [true, true, "function"],
    });
  });
});

test("is a CommonJS module that sets no global, and an AMD module without a name", async () => {
  const file = `./${UMD}/clickstream.js`;
  const byRequire = `console.log(typeof require("${file}").createTracker, typeof clickstream)`;
  const byAmd = `
    const define = (...args) => console.log(args.length, typeof args[0]().createTracker);
    define.amd = {};
    new Function("define", "exports", "module", require("fs").readFileSync("${file}", "utf8"))(define);`;

  expect(await inFolder(process.execPath, "-e", byRequire)).toBe("function undefined");
  expect(await inFolder(process.execPath, "-e", byAmd)).toBe("1 function");
});

test.each(["clickstream.js", "clickstream.development.js"])(
  "keeps the tracker that it has when %s is loaded, too",
  { timeout: 60_000 },
  async (second) => {
    const html = `<script src="${UMD}/clickstream.js"></script>
      <script>const first = clickstream, options = { endpoint: "ENDPOINT" }, one = first.createTracker(options);</script>
      <script src="${UMD}/${second}"></script><script>
        window.said = [clickstream === first, clickstream.createTracker(options) === one]; window.done = true;
      </script>`;
    expect(await visitPage(folder, html)).toEqual({ stored: [], heard: [], said: [true, true] });
  },
);

const IMPORT_MAP = JSON.stringify({
  imports: {
    "clickstream-js": "./node_modules/clickstream-js/dist/index.js",
    "clickstream-js/": "./node_modules/clickstream-js/dist/",
  },
});

describe("runs as an ES module", () => {
  test.each([
    ["from a path", `import * as clickstream from "./node_modules/clickstream-js/dist/index.js"; ${TRACK}`],
    [
      "by an import map",
      `import * as clickstream from "clickstream-js"; import { createConsent } from "clickstream-js/consent.js";
       createConsent(); ${TRACK}`,
    ],
  ])("in a browser, %s", { timeout: 60_000 }, async (_, code) => {
    const html = `<script type="importmap">${IMPORT_MAP}</script><script type="module">${code}</script>`;
    expect(await seePage(folder, html)).toEqual({ events: ["page_view"], heard: [] });
  });

  test("through Rollup, which knows no packages by default", { timeout: 60_000 }, async () => {
    const code = `import * as clickstream from "./node_modules/clickstream-js/dist/index.js"; ${TRACK}`;
    await writeFile(join(folder, "rollup-main.js"), code.replace('"ENDPOINT"', "endpoint"));
    const warnings: string[] = [];
    const input = join(folder, "rollup-main.js");
    const bundle = await rollup({ input, onwarn: ({ message }) => warnings.push(message) });
    await bundle.write({ file: join(folder, "rollup-out.js") });
    expect(warnings).toEqual([]);

    const html = `<script>var endpoint = "ENDPOINT";</script><script type="module" src="rollup-out.js"></script>`;
    expect(await seePage(folder, html)).toEqual({ events: ["page_view"], heard: [] });
  });
});

test("no file imports another package, and nothing else is installed with this one", async () => {
  const dist = join(folder, "node_modules/clickstream-js/dist");
  const { metafile } = await bundleByEsbuild({
    entryPoints: globSync(["*.{js,cjs}", "umd/*.js"], { cwd: dist }).map((out) => ({ in: join(dist, out), out })),
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    outdir: "out",
    logLevel: "error",
  });
  const outputs = Object.values(metafile.outputs);
  expect(outputs.length).toBeGreaterThan(10);
  expect(outputs.flatMap(({ imports }) => imports.map(({ path }) => path))).toEqual([]);
  expect(globSync("*", { cwd: join(folder, "node_modules"), exclude: [".*"] })).toEqual(["clickstream-js"]);
});

test("each file says its version and licences, but the snippet, which has none of nanoid", async () => {
  const dist = join(folder, "node_modules/clickstream-js/dist");
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { readonly version: string };
  const notice = `clickstream-js ${version}, MIT licence; nanoid, MIT licence, Copyright 2017 Andrey Sitnik`;
  const files = globSync(["*.{js,cjs,d.ts,d.cts}", "umd/*.js"], { cwd: dist });
  const silent: string[] = [];
  for (const file of files) {
    const [firstLine = ""] = (await readFile(join(dist, file), "utf8")).split("\n");
    if (!firstLine.includes(notice)) silent.push(file);
  }
  expect(files.length).toBeGreaterThan(20);
  expect(silent).toEqual(["umd/snippet.js"]);
  expect(await readFile(join(dist, "nanoid.LICENSE"), "utf8")).toContain("this permission notice shall be included");
});

test("speaks on the console in the files that a site calls to set something up, and in no other", async () => {
  const dist = join(folder, "node_modules/clickstream-js/dist");
  const says = async (file: string) => (await readFile(join(dist, file), "utf8")).includes("console");
  const files = globSync(["*.{js,cjs}", "umd/*.js"], { cwd: dist });
  const speaking = await Promise.all(files.map(async (file) => ((await says(file)) ? [file] : [])));
  const names = speaking.flat().map((file) => file.replace(/-[\w-]{8}(?=\.)/, ""));
  expect(names.sort()).toEqual([
    "amplify.cjs",
    "chunk.js",
    "development.cjs",
    "development.js",
    "index.cjs",
    "token.cjs",
    "umd/clickstream.development.js",
    "umd/clickstream.js",
  ]);
});

test("asks for consent by script tags", { timeout: 60_000 }, async () => {
  const html = `<script src="${UMD}/consent.js"></script><script src="${UMD}/clickstream.js"></script>
    <script>
      const consent = clickstreamConsent.createConsent();
      const tracker = clickstream.createTracker({ endpoint: "ENDPOINT", consent });
      tracker.track("search", { query: "refused" });
      consent.set("denied");
      consent.set("granted");
      tracker.track("page_view"); tracker.flush().then(() => { window.done = true; });
    </script>`;
  expect(await seePage(folder, html)).toEqual({ events: ["page_view"], heard: [] });
});

test.each([
  ["clickstream.development.js", ['clickstream: product: price is the string "5". Pass a number (in "product_view")']],
  ["clickstream.js", []],
])(
  "warns by the script tag %s of what to fix, and shows nothing to visitors",
  { timeout: 60_000 },
  async (file, heard) => {
    const html = `<script src="${UMD}/${file}"></script><script>
    const tracker = clickstream.createTracker({ endpoint: "ENDPOINT", debug: true });
    tracker.track("product_view", { product: { id: "42", price: "5" } });
    tracker.flush().then(() => { window.done = true; });
  </script>`;
    expect(await seePage(folder, html)).toEqual({ events: ["product_view"], heard });
  },
);

test.each([
  ["--conditions=development", "clickstream-js", "TypeError"],
  ["--conditions=production", "clickstream-js", "undefined"],
  ["--conditions=production", "clickstream-js/development", "TypeError"],
])("names a wrong option in development alone: node %s, %s", async (condition, from, expected) => {
  const use = `let name; try { createTracker({ endpoit: "" }) } catch (error) { name = error.name } console.log(name);`;
  const byImport = [condition, "--input-type=module", "-e", `import { createTracker } from "${from}"; ${use}`];
  const byRequire = [condition, "-e", `const { createTracker } = require("${from}"); ${use}`];

  expect(await inFolder(process.execPath, ...byImport)).toBe(expected);
  expect(await inFolder(process.execPath, ...byRequire)).toBe(expected);
});

const snippet = (): Promise<string> => readFile(join(folder, UMD, "snippet.js"), "utf8");

/** As the documentation has it, but the page decides when the file comes. */
const loadLater = (attributes = 'data-endpoint="ENDPOINT"') => `
  const load = () => new Promise((resolve) => {
    const template = document.createElement("template");
    template.innerHTML = '<b src="${UMD}/clickstream.js" ${attributes}></b>';
    const tag = document.createElement("script");
    for (const { name, value } of template.content.firstChild.attributes) tag.setAttribute(name, value);
    tag.onload = resolve; tag.onerror = resolve;
    document.body.append(tag);
  });
  const finish = () => clickstream.flush().then(() => { window.done = true; });`;

describe("the snippet", () => {
  test("is what the documentation shows, and has at most 400 bytes", async () => {
    const code = (await snippet()).trim();
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(400);
    expect(await readFile("docs/script-tag.md", "utf8")).toContain(`\n  ${code}\n`);
  });

  test("keeps calls in order, with their time and place, until the file is there", { timeout: 60_000 }, async () => {
    const html = `<title>Before</title><body><script>${await snippet()}</script><script>${loadLater()}
      const held = clickstream, { track } = clickstream;
      clickstream.track("page_view");
      clickstream.setProperties({ shop: "teapots" });
      clickstream.track("search", { query: "before" });
      const before = Date.now();
      setTimeout(async () => {
        history.pushState(0, "", "/later?page=2");
        document.title = "After";
        await load();
        window.said = [before, Date.now(), held === clickstream];
        clickstream.track("search", { query: "after" });
        held.track("cart_view");
        track("product_view");
        finish();
      }, 300);
    </script>`;
    const { stored, heard, said } = await visitPage(folder, html);
    expect(heard).toEqual([]);
    expect(
      stored.map((event) => [event["event_name"], event["page_path"], event["page_title"], event["properties"]]),
    ).toEqual([
      ["page_view", "/", "Before", undefined],
      ["search", "/", "Before", { shop: "teapots", query: "before" }],
      ["search", "/later", "After", { shop: "teapots", query: "after" }],
      ["cart_view", "/later", "After", { shop: "teapots" }],
      ["product_view", "/later", "After", { shop: "teapots" }],
    ]);
    const [beforeMs, loadedMs, isSame] = said as readonly [number, number, boolean];
    const times = stored.map((event) => Date.parse(String(event["event_timestamp"])));
    expect(times.map((time) => (time <= beforeMs ? "before" : time >= loadedMs ? "after" : "between"))).toEqual([
      "before",
      "before",
      "after",
      "after",
      "after",
    ]);
    expect(isSame).toBe(true);
  });

  test("hands over what is called while it hands over", { timeout: 60_000 }, async () => {
    const html = `<body><script>${await snippet()}</script><script>${loadLater()}
      const query = { toJSON() { clickstream.track("cart_view"); return "nested"; } };
      clickstream.track("search", { get query() { clickstream.track("cart_view"); return "nested"; } });
      clickstream.track("page_view");
      load().then(finish);
    </script>`;
    const { events, heard } = await seePage(folder, html);
    expect({ events: events.slice(0, 2), heard }).toEqual({ events: ["search", "page_view"], heard: [] });
    expect(events.slice(2)).toContain("cart_view");
  });

  test("keeps 100 calls, and counts the others as dropped", { timeout: 60_000 }, async () => {
    const html = `<body><script>${await snippet()}</script><script>${loadLater()}
      for (let index = 0; index < 150; index++) clickstream.track("search", { query: String(index) });
      load().then(() => { window.said = clickstream.stats(); finish(); });
    </script>`;
    const { stored, said } = await visitPage(folder, html);
    expect(stored.map((event) => event["properties"])).toEqual(
      Array.from({ length: 100 }, (_, index) => ({ query: String(index) })),
    );
    expect(said).toMatchObject({ tracked: 150, dropped: { invalid: 50 } });
  });

  test("costs nothing else where the file never comes, and no call throws", { timeout: 60_000 }, async () => {
    const html = `<body><script>${await snippet()}</script>
      <script async src="blocked.js" data-endpoint="ENDPOINT"></script><script>
      for (let index = 0; index < 1_000; index++) {
        clickstream.track("page_view", { index });
        clickstream.identify({ userId: "42" }); clickstream.reset(); clickstream.setProduct(null);
        clickstream.setPage(null); clickstream.setProperties(null);
      }
      clickstream.flush().then(() => {
        window.said = [clickstream.filter(Boolean).length, clickstream.stats().tracked, localStorage.length];
        window.done = true;
      });
    </script>`;
    expect(await visitPage(folder, html)).toEqual({ stored: [], heard: [], said: [100, 0, 0] });
  });

  test("is harmless where it stands twice, and where an element has its name", { timeout: 60_000 }, async () => {
    const html = `<body><p id="clickstream"></p><script>${await snippet()}</script><script>${loadLater()}
      clickstream.track("page_view");</script><script>${await snippet()}</script>
      <script>clickstream.track("cart_view"); load().then(finish);</script>`;
    expect(await seePage(folder, html)).toEqual({ events: ["page_view", "cart_view"], heard: [] });
  });
});

describe("a script tag with data-endpoint", () => {
  const READY = "<script>clickstream.flush().then(() => { window.done = true; });</script>";

  test("makes the tracker by itself, with its options", { timeout: 60_000 }, async () => {
    const html = `<script>window.onDrop = ({ reason }) => { window.said = reason; };</script>
      <script src="${UMD}/clickstream.js" data-cfasync="false" data-endpoint="ENDPOINT" data-name="shop"
        data-flush-interval-ms="1" data-compress="false" data-shared-session data-url-parameters='["color"]'
        data-on-drop="onDrop"></script>
      <script>history.pushState(0, "", "/?color=red&q=tea"); clickstream.track("page_view"); clickstream.track("?");
      </script>${READY}`;
    const { stored, heard, said } = await visitPage(folder, html);
    expect({ heard, said }).toEqual({ heard: [], said: "invalid" });
    expect(stored.map((event) => String(event["page_url"]).split("/").at(-1))).toEqual(["?color=red&q=redacted"]);
  });

  test("makes one tracker, however often the file is loaded", { timeout: 60_000 }, async () => {
    const tag = `<script src="${UMD}/clickstream.js" data-endpoint="ENDPOINT"></script>`;
    const html = `${tag}<script>const { track } = clickstream;</script>
      ${tag.replace("ENDPOINT", "https://ingest.invalid/")}${tag.replace("data-", 'data-name="other" data-')}
      <script>window.said = clickstream.track === track; clickstream.track("page_view");</script>${READY}`;
    const { stored, heard, said } = await visitPage(folder, html);
    expect({ events: stored.length, heard, said }).toEqual({ events: 1, heard: [], said: true });
  });

  test.each([
    ["data-max-batch-events=ten", "the option `maxBatchEvents` must be a whole number", 'got the text "ten"'],
    ["data-compress=maybe", "the option `compress` must be true or false", 'got the text "maybe"'],
    ["data-consent=notLoaded", "the option `consent` must be what createConsent() returns", 'the text "notLoaded"'],
  ])("says in development what is wrong: %s", { timeout: 60_000 }, async (attribute, expected, got) => {
    const html = `<script src="${UMD}/clickstream.development.js" data-endpoint="ENDPOINT" ${attribute}></script>
      <script>window.done = true;</script>`;
    const { heard } = await visitPage(folder, html);
    expect(heard).toEqual([expect.stringContaining(expected)]);
    expect(heard).toEqual([expect.stringContaining(got)]);
  });

  test("tracks nothing against a consent that is not there, or is refused", { timeout: 60_000 }, async () => {
    const tags = `<script src="${UMD}/consent.js"></script><p id="element"></p>
      <script>var undecided; var refused = clickstreamConsent.createConsent(); refused.set("denied");</script>`;
    for (const name of ["missing", "undecided", "element", "refused"]) {
      const html = `${tags}<script src="${UMD}/clickstream.js" data-endpoint="ENDPOINT" data-consent="${name}"></script>
        <script>clickstream.track("page_view");</script>${READY}`;
      const { events, heard } = await seePage(folder, html);
      const sentence = "clickstream tracks nothing: check endpoint and consent";
      expect([name, events, heard]).toEqual([name, [], name === "refused" ? [] : [sentence]]);
    }
  });

  test("tracks by a consent that was given", { timeout: 60_000 }, async () => {
    const html = `<script src="${UMD}/consent.js"></script>
      <script>var given = clickstreamConsent.createConsent(); given.set("granted");</script>
      <script src="${UMD}/clickstream.js" data-endpoint="ENDPOINT" data-consent="given"></script>
      <script>clickstream.track("page_view");</script>${READY}`;
    expect(await seePage(folder, html)).toEqual({ events: ["page_view"], heard: [] });
  });

  test.each(ENGINES_HERE)(
    "works under a strict policy with a nonce and Trusted Types in $name",
    { timeout: 120_000 },
    async (engine) => {
      const html = `<script nonce="${NONCE}">${await snippet()}</script>
        <script async nonce="${NONCE}" src="${UMD}/clickstream.js" data-endpoint="ENDPOINT" id="file"></script>
        <script nonce="${NONCE}">clickstream.track("page_view");
          addEventListener("load", () => clickstream.flush().then(() => { window.done = true; }));</script>`;
      // Browsers ask for an icon by themselves.
      const policy = `default-src 'none'; img-src 'self'; script-src 'nonce-${NONCE}'; connect-src ENDPOINT; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
      expect(await seePage(folder, html, { engine, policy })).toEqual({ events: ["page_view"], heard: [] });
    },
  );
});

/** Bundles what imports the package as an application's Vite does, and returns the code. */
async function bundleByVite(mode: "production" | "development"): Promise<string> {
  const main = 'import * as clickstream from "clickstream-js"; Object.assign(window, { clickstream });';
  await writeFile(join(folder, "main.js"), main);
  // Vite asks this variable, and not its mode, for the condition.
  vi.stubEnv("NODE_ENV", mode);
  await build({
    root: folder,
    mode,
    logLevel: "error",
    build: { outDir: "out", lib: { entry: "main.js", formats: ["iife"], name: "app", fileName: () => "app.js" } },
  });
  vi.unstubAllEnvs();
  return readFile(join(folder, "out/app.js"), "utf8");
}

test("brings an event from a Vite build to the store", { timeout: 60_000 }, async () => {
  await bundleByVite("production");
  const html = `<script src="app.js"></script><script>${TRACK}</script>`;
  expect(await seePage(join(folder, "out"), html)).toEqual({ events: ["page_view"], heard: [] });
});

test("is checked and shown where Vite builds for development, and not for production", async () => {
  expect(await bundleByVite("development")).toContain("Pass a number");
  expect(await bundleByVite("production")).not.toContain("Pass a number");
});

test("compiles the code of README and docs against its own types", { timeout: 120_000 }, async () => {
  const files: string[] = [];
  for (const document of ["README.md", ...globSync("docs/*.md", { exclude: ["docs/events.md"] })]) {
    const markdown = await readFile(document, "utf8");
    const snippets = [...markdown.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code ?? "");
    if (snippets.length === 0) continue;
    // The snippets of a document follow each other, but for those of docs/events.md, which test/types compiles.
    const file = `${basename(document, ".md")}.ts`;
    await writeFile(join(folder, file), [...snippets, "export {};"].join("\n"));
    files.push(file);
  }
  expect(files).toEqual(expect.arrayContaining(["README.ts", "sessions.ts", "identity.ts", "privacy.ts"]));

  await cp("test/package/amplify.d.ts", join(folder, "amplify.d.ts"));
  const flags = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"];
  const tsc = inFolder(resolve("node_modules/.bin/tsc"), ...flags, "amplify.d.ts", ...files);
  // A program that fails says why on its standard output.
  const faults = tsc.catch((error: unknown) => (error as { readonly stdout: string }).stdout);
  await expect(faults).resolves.toBe("");
});
