/** `npm run dev` in a real browser: what is changed is shown without a hand, and no event is lost meanwhile. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { npmChromium } from "../support/browsers/engines.ts";

const WITHIN = { timeout: 30_000, interval: 50 };

/** One change of each kind, and the expression whose value it changes in the page. */
const CHANGES = [
  {
    kind: "the server",
    file: "examples/demo/shop/pages/product-page.ts",
    from: "<h2>From the same collection</h2>",
    to: "<h2>Changed</h2>",
    shown: "document.querySelector('h2').textContent",
    before: "From the same collection",
    after: "Changed",
  },
  {
    kind: "a style",
    file: "examples/demo/shop/styles/base.css",
    from: "--ink: #2c2520",
    to: "--ink: #00ff00",
    shown: "getComputedStyle(document.body).color",
    before: "rgb(44, 37, 32)",
    after: "rgb(0, 255, 0)",
  },
  {
    kind: "a page's script",
    file: "examples/demo/shop/client/header.ts",
    from: '"Sign in"',
    to: '"Log in"',
    shown: "document.querySelector('#account-link').textContent",
    before: "Sign in",
    after: "Log in",
  },
  {
    kind: "the SDK",
    file: "src/index.ts",
    from: "export ",
    to: "document.title = 'changed';\nexport ",
    shown: "document.title",
    before: "Slow Teapot · Loam",
    after: "changed",
  },
];

test("shows a change of server, style, script and SDK in the open page, and stores what is tracked meanwhile", async () => {
  const { folder, shopUrl, ingestUrl } = await startDev();
  const browser = await npmChromium.open();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${shopUrl}products/slow-teapot`);
  await page.click("#consent-accept");
  for (const { kind, shown, before } of CHANGES) expect(await page.evaluate(shown), kind).toBe(before);

  for (const { file, from, to } of CHANGES) {
    const text = await readFile(join(folder, file), "utf8");
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, to));
  }
  await vi.waitFor(() => expect(fetch(ingestUrl)).rejects.toThrow(), { timeout: 10_000, interval: 5 });
  await page.evaluate("document.querySelector('#add-to-cart').click()");

  for (const { kind, shown, after } of CHANGES) {
    await vi.waitFor(async () => expect(await page.evaluate(shown), kind).toBe(after), WITHIN);
  }
  await vi.waitFor(async () => {
    const events = await readEvents(join(folder, ".clickstream"));
    expect(events.filter(({ event_name }) => event_name === "add_to_cart")).toHaveLength(1);
  }, WITHIN);
});

/** Runs the script of package.json on a copy of the sources, and ends it with the test. */
async function startDev() {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-dev-"));
  for (const name of ["src", "examples", "package.json", "tsconfig.json"]) {
    await cp(name, join(folder, name), { recursive: true, filter: (path) => basename(path) !== "dist" });
  }
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as { readonly scripts: { dev: string } };
  const [command, ...args] = scripts.dev.split(" ");
  expect(command).toBe("node");
  const ports = { PORT: await findFreePort(), INGEST_PORT: await findFreePort() };
  const dev = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...ports }, stdio: "ignore" });
  onTestFinished(async () => {
    dev.kill("SIGTERM");
    await once(dev, "exit");
    await rm(folder, { recursive: true, force: true });
  });
  const shopUrl = `http://127.0.0.1:${ports.PORT}/`;
  await vi.waitFor(async () => expect((await fetch(shopUrl)).status).toBe(200), WITHIN);
  return { folder, shopUrl, ingestUrl: `http://127.0.0.1:${ports.INGEST_PORT}/clickstream` };
}

async function findFreePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return String(port);
}

async function readEvents(folder: string): Promise<readonly { readonly event_name: string }[]> {
  const paths = await readdir(folder, { recursive: true });
  const files = paths.filter((path) => basename(path).startsWith("event-"));
  return Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(folder, file), "utf8")) as { event_name: string }),
  );
}
