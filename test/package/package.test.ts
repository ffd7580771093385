/** Proves that the package works as it is published: installed from its tarball, by every way of loading it. */
import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { build } from "vite";
import ts from "typescript";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findInternalNames } from "../../.config/short-names.ts";
import { npmChromium } from "../support/browsers/engines.ts";
import { startTestGateway } from "../support/test-gateway.ts";
import { buildReports, REPORT_FOLDER } from "./api/build-reports.ts";

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
      .sort(),
  ).toEqual(
    [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      ...["index", "development", "consent", "amplify"].flatMap((entry) =>
        ["cjs", "cjs.map", "d.cts", "d.ts", "js", "js.map"].map((end) => `dist/${entry}.${end}`),
      ),
      // Code and types that several of them share.
      ...["chunk.js", "chunk.js.map", "chunk.js", "chunk.js.map"].map((name) => `dist/${name}`),
      ...["options", "tracker"].flatMap((name) => [`dist/${name}.d.cts`, `dist/${name}.d.ts`]),
      ...["clickstream", "clickstream.development", "consent"].flatMap((name) => [
        `dist/umd/${name}.js`,
        `dist/umd/${name}.js.map`,
      ]),
      "dist/umd/package.json",
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

test("gives its UMD file to require and to an AMD loader", async () => {
  const file = "./node_modules/clickstream-js/dist/umd/clickstream.js";
  const byRequire = `console.log(typeof require("${file}").createTracker)`;
  const byAmd = `
    const define = (name, factory) => console.log(name, typeof factory().createTracker);
    define.amd = {};
    new Function("define", "exports", "module", require("fs").readFileSync("${file}", "utf8"))(define);`;

  expect(await inFolder(process.execPath, "-e", byRequire)).toBe("function");
  expect(await inFolder(process.execPath, "-e", byAmd)).toBe("clickstream function");
});

test("has entries of their own for consent and Amplify, by import and by require", async () => {
  const names = "typeof createConsent({ initial: 'granted' }).set + typeof followAmplify";
  const byImport = `import { createConsent } from "clickstream-js/consent";
    import { followAmplify } from "clickstream-js/amplify"; console.log(${names})`;
  const byRequire = `const { createConsent } = require("clickstream-js/consent");
    const { followAmplify } = require("clickstream-js/amplify"); console.log(${names})`;
  expect(await inFolder(process.execPath, "--input-type=module", "-e", byImport)).toBe("functionfunction");
  expect(await inFolder(process.execPath, "-e", byRequire)).toBe("functionfunction");
});

interface Seen {
  /** Names of the events that were stored. */
  readonly events: readonly string[];
  /** Warnings on the console. */
  readonly warnings: readonly string[];
}

const HEAR = "<script>window.heard = []; console.warn = (message) => heard.push(message);</script>";

/** Opens `index.html` of a folder in Chromium, and returns what came of it. */
async function seePage(root: string, html: string): Promise<Seen> {
  const gateway = await startTestGateway();
  await writeFile(join(root, "index.html"), HEAR + html.replaceAll("ENDPOINT", `${gateway.url}/clickstream`));
  const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };
  const server = createServer((request, response) => {
    const path = request.url === "/" ? "/index.html" : (request.url ?? "");
    readFile(join(root, path)).then(
      (content) => response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(content),
      () => response.writeHead(404).end(),
    );
  }).listen(0, "127.0.0.1");
  const browser = await npmChromium.open();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await expect.poll(() => page.evaluate("window.done === true"), { timeout: 10_000 }).toBe(true);
    const events = (await gateway.events()).map(({ event_name }) => String(event_name));
    return { events, warnings: (await page.evaluate("heard")) as readonly string[] };
  } finally {
    await browser.close();
    server.close();
  }
}

const TRACK = `const tracker = clickstream.createTracker({ endpoint: "ENDPOINT" });
tracker.track("page_view"); tracker.flush().then(() => { window.done = true; });`;

const UMD = "node_modules/clickstream-js/dist/umd";

test("brings an event from a script tag to the store", { timeout: 60_000 }, async () => {
  const html = `<!doctype html><script src="${UMD}/clickstream.js"></script><script>${TRACK}</script>`;
  expect(await seePage(folder, html)).toEqual({ events: ["page_view"], warnings: [] });
});

test.each([
  ["clickstream.js", "clickstream"],
  ["clickstream.development.js", "clickstream"],
  ["consent.js", "clickstreamConsent"],
])("gives a page by the script tag %s one global, and no other", async (file, name) => {
  const globals = {};
  runInNewContext(await readFile(join(folder, UMD, file), "utf8"), globals);
  expect(Object.keys(globals)).toEqual([name]);
});

test("has nothing to say on a visitor's console", async () => {
  const dist = join(folder, "node_modules/clickstream-js/dist");
  const says = async (file: string) => (await readFile(join(dist, file), "utf8")).includes("console");
  const files = globSync(["*.{js,cjs}", "umd/*.js"], { cwd: dist });
  const speaking = await Promise.all(files.map(async (file) => ((await says(file)) ? [file] : [])));
  expect(speaking.flat().sort()).toEqual(["development.cjs", "development.js", "umd/clickstream.development.js"]);
});

test("asks for consent by script tags", { timeout: 60_000 }, async () => {
  const html = `<!doctype html><script src="${UMD}/consent.js"></script><script src="${UMD}/clickstream.js"></script>
    <script>
      const consent = clickstreamConsent.createConsent();
      const tracker = clickstream.createTracker({ endpoint: "ENDPOINT", consent });
      tracker.track("search", { query: "refused" });
      consent.set("denied");
      consent.set("granted");
      tracker.track("page_view"); tracker.flush().then(() => { window.done = true; });
    </script>`;
  expect(await seePage(folder, html)).toEqual({ events: ["page_view"], warnings: [] });
});

test.each([
  ["clickstream.development.js", ['clickstream: product: price is the string "5". Pass a number (in "product_view")']],
  ["clickstream.js", []],
])(
  "warns by the script tag %s of what to fix, and shows nothing to visitors",
  { timeout: 60_000 },
  async (file, warnings) => {
    const html = `<!doctype html><script src="${UMD}/${file}"></script><script>
    const tracker = clickstream.createTracker({ endpoint: "ENDPOINT", debug: true });
    tracker.track("product_view", { product: { id: "42", price: "5" } });
    tracker.flush().then(() => { window.done = true; });
  </script>`;
    expect(await seePage(folder, html)).toEqual({ events: ["product_view"], warnings });
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
  const html = `<!doctype html><script src="app.js"></script><script>${TRACK}</script>`;
  expect(await seePage(join(folder, "out"), html)).toEqual({ events: ["page_view"], warnings: [] });
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
