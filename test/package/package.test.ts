/** Proves that the package works as it is published: installed from its tarball, by every way of loading it. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { npmChromium } from "../browser/engines.ts";
import { startTestGateway } from "../gateway/test-gateway.ts";

const run = promisify(execFile);

let folder: string;

/** Runs a program in the folder of a package that has installed ours. */
const inFolder = async (program: string, ...args: string[]): Promise<string> =>
  (await run(program, args, { cwd: folder })).stdout.trim();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clickstream-package-"));
  await run("npx", ["tsup", "--silent"]);
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder]);
  const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
  await writeFile(join(folder, "package.json"), '{ "name": "host", "private": true }');
  await inFolder("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", `./${filename}`);
}, 120_000);

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
      ...["index", "consent", "amplify"].flatMap((entry) =>
        ["cjs", "cjs.map", "d.cts", "d.ts", "js", "js.map"].map((end) => `dist/${entry}.${end}`),
      ),
      // Code and types that several of them share.
      ...["chunk.js", "chunk.js.map", "debug.js", "debug.js.map"].map((name) => `dist/${name}`),
      ...["options", "tracker"].flatMap((name) => [`dist/${name}.d.cts`, `dist/${name}.d.ts`]),
      ...["clickstream", "clickstream.debug", "consent"].flatMap((name) => [
        `dist/umd/${name}.js`,
        `dist/umd/${name}.js.map`,
      ]),
      "dist/umd/package.json",
      "package.json",
    ].sort(),
  );
});

const USE = `const tracker = createTracker({ endpoint: "https://ingest.example/clickstream" });
tracker.track("page_view"); tracker.flush().then(() => console.log("nothing happened"));`;

test("tracks nothing on a server, and throws nothing, by import", async () => {
  const script = `import { createTracker } from "clickstream-js"; ${USE}`;
  expect(await inFolder(process.execPath, "--input-type=module", "-e", script)).toBe("nothing happened");
});

test("tracks nothing on a server, and throws nothing, by require", async () => {
  const script = `const { createTracker } = require("clickstream-js"); ${USE}`;
  expect(await inFolder(process.execPath, "-e", script)).toBe("nothing happened");
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

/** Opens `index.html` of a folder in Chromium, and returns the names of the events that were stored. */
async function eventsOfPage(root: string, html: string): Promise<readonly string[]> {
  const gateway = await startTestGateway();
  await writeFile(join(root, "index.html"), html.replaceAll("ENDPOINT", `${gateway.url}/clickstream`));
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
    return (await gateway.events()).map(({ event_name }) => String(event_name));
  } finally {
    await browser.close();
    server.close();
  }
}

const TRACK = `const tracker = clickstream.createTracker({ endpoint: "ENDPOINT" });
tracker.track("page_view"); tracker.flush().then(() => { window.done = true; });`;

test("brings an event from a script tag to the store", { timeout: 60_000 }, async () => {
  await cp(join(folder, "node_modules/clickstream-js/dist/umd/clickstream.js"), join(folder, "clickstream.js"));
  const html = `<!doctype html><script src="clickstream.js"></script><script>${TRACK}</script>`;
  expect(await eventsOfPage(folder, html)).toEqual(["page_view"]);
});

test("brings an event from a Vite build to the store", { timeout: 60_000 }, async () => {
  const main = 'import * as clickstream from "clickstream-js"; Object.assign(window, { clickstream });';
  await writeFile(join(folder, "main.js"), main);
  await build({
    root: folder,
    logLevel: "error",
    build: { outDir: "out", lib: { entry: "main.js", formats: ["iife"], name: "app", fileName: () => "app.js" } },
  });
  const html = `<!doctype html><script src="app.js"></script><script>${TRACK}</script>`;
  expect(await eventsOfPage(join(folder, "out"), html)).toEqual(["page_view"]);
});

test("compiles the README's code against its own types", { timeout: 60_000 }, async () => {
  const readme = await readFile("README.md", "utf8");
  const snippets = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? "");
  expect(snippets).toHaveLength(1);
  await writeFile(join(folder, "readme.ts"), snippets.join("\n"));
  const flags = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"];
  await expect(inFolder(resolve("node_modules/.bin/tsc"), ...flags, "readme.ts")).resolves.toBe("");
});
