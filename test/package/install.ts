/** `npm run test:install`: installs the package as people do, and tracks an event with each. Takes some three minutes. */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Ack, Batch } from "../../src/wire.ts";
import { npmChromium } from "../support/browsers/engines.ts";

/** What a fresh clone does not have. */
const NOT_CLONED = ["node_modules", "dist", ".git", ".clickstream", "coverage"];

const root = await mkdtemp(join(tmpdir(), "clickstream-install-"));
const clone = join(root, "clickstream-js");

try {
  await cp(".", clone, { recursive: true, filter: (path) => !NOT_CLONED.includes(basename(path)) });
  const git = (...args: readonly string[]) => runIn(clone, "git", ...args);
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "All");

  await tryInstall("git", `git+file://${clone}`);
  await tryInstall("folder", "../clickstream-js");
  runIn(clone, "npm", "pack", "--silent", "--pack-destination", root);
  await tryInstall("tarball", "../clickstream-js-0.1.0.tgz");
} finally {
  await rm(root, { recursive: true, force: true });
}

/** Installs the package into an empty project, and throws unless an event of it arrives. */
async function tryInstall(way: string, from: string): Promise<void> {
  const start = performance.now();
  const project = join(root, `by-${way}`);
  await mkdir(project);
  await writeFile(join(project, "package.json"), '{ "name": "host", "private": true }');
  runIn(project, "npm", "install", "--no-fund", "--no-audit", from);
  const seconds = Math.round((performance.now() - start) / 1_000);

  const names = await trackFrom(project);
  if (names.join() !== "page_view") throw new Error(`installed from a ${way}, it sent: ${names.join() || "nothing"}`);
  console.log(`${way}: installed in ${seconds} s, and the event arrived`);
}

/** Returns the names of the events that arrive from a page of the project. */
async function trackFrom(project: string): Promise<readonly string[]> {
  const contents = `import { createTracker } from "clickstream-js";
    const tracker = createTracker({ endpoint: "/clickstream" });
    tracker.track("page_view");
    window.flushed = tracker.flush();`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    write: false,
    format: "iife",
    // esbuild warns of a file of `dist` that it leaves out, since only other entries need it.
    logLevel: "error",
  });
  const page = `<!doctype html><title>host</title><script>${outputFiles[0]?.text ?? ""}</script>`;

  const names: string[] = [];
  const server = createServer((request, response) => {
    if (request.method !== "POST") {
      response.writeHead(200, { "content-type": "text/html" }).end(page);
      return;
    }
    void text(request).then((body) => {
      const { batch_id, events } = JSON.parse(body) as Batch;
      names.push(...events.map(({ event_name }) => event_name));
      const server_time = new Date().toISOString();
      const ack: Ack = {
        ok: true,
        batch_id,
        stored: events.length,
        duplicate: 0,
        rejected: [],
        retry: [],
        server_time,
      };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(ack));
    });
  }).listen(0, "127.0.0.1");
  const browser = await npmChromium.open();
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await tab.evaluate("flushed");
  } finally {
    await browser.close();
    server.close();
  }
  return names;
}

function runIn(folder: string, program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"], timeout: 600_000 });
}
