/** Proves in real browsers, with a real authorizer behind CORS, whose events are stored as verified. */
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { shortenNames } from "../../.config/short-names.ts";
import type { LocalServer } from "../labs/shared/local-server.ts";
import type { Page } from "../support/browsers/browser.ts";
import { startTestGateway, type TestGateway } from "../support/test-gateway.ts";
import { createTestIssuer } from "../support/test-issuer.ts";
import { startHtmlSite } from "./html-site.ts";
import { inEachEngine } from "./in-each-engine.ts";

const WITHIN = { timeout: 10_000, interval: 50 };

const issuer = createTestIssuer();
const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;
const signIn = (seconds: number): string => issuer.sign({ sub: "u1", exp: secondsFromNow(seconds) });

let site: LocalServer;
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ["test/browser/page/token.ts"],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    ...shortenNames(),
  });
  const script = `<script>${outputFiles[0]?.text ?? ""}</script>`;
  site = await startHtmlSite(() => `<!doctype html><link rel="icon" href="data:,"><title>Account</title>${script}`);
});
afterAll(() => site.close());

inEachEngine(({ openTab }) => {
  /** Opens a page whose visitor has these tokens, and says that user `u1` is logged in. */
  const open = async (tokens: readonly string[]): Promise<{ readonly page: Page; readonly gateway: TestGateway }> => {
    const gateway = await startTestGateway({ jwt: issuer.rules });
    const page = await openTab(`${site.url}/#${[`${gateway.url}/clickstream`, ...tokens].join()}`);
    await page.evaluate('tracker.identify({ userId: "u1" })');
    return { page, gateway };
  };
  const track = (page: Page): Promise<unknown> => page.evaluate('(tracker.track("page_view"), tracker.flush())');
  const posts = async (gateway: TestGateway): Promise<readonly unknown[]> =>
    (await gateway.accessLog())
      .filter(({ httpMethod }) => httpMethod === "POST")
      .map(({ routeKey, status }) => `${String(routeKey)} ${String(status)}`);

  const VERIFIED = {
    user_id: "u1",
    identity_source: "jwt",
    _ingest: { token: "verified", identity: { user_id: "jwt" } },
  };
  const CLAIMED = { user_id: "u1", _ingest: { identity: { user_id: "client" } } };

  test.each(["sendToken", "followAmplify"])("an event is verified by the token of %s()", async (name) => {
    const { page, gateway } = await open([signIn(60)]);
    await page.evaluate(`void ${name}()`);
    await track(page);
    expect(await gateway.events()).toMatchObject([VERIFIED]);
    expect(await posts(gateway)).toEqual(["POST /clickstream/verified 200"]);
  });

  test("an expired token is renewed once, and the event is verified by the new one", async () => {
    const { page, gateway } = await open([signIn(-60), signIn(60)]);
    await page.evaluate("void sendToken()");
    await track(page);
    expect(await gateway.events()).toMatchObject([VERIFIED]);
    expect(await posts(gateway)).toEqual(["POST /clickstream/verified 401", "POST /clickstream/verified 200"]);
  });

  test("an event without a token is stored, and its user is not verified", async () => {
    const { page, gateway } = await open([]);
    await page.evaluate("void sendToken()");
    await track(page);
    const events = await gateway.events();
    expect(events).toMatchObject([CLAIMED]);
    expect(events[0]?.["_ingest"]).not.toHaveProperty("token");
  });

  test("an event of a page that is left is stored, and its user is not verified", async () => {
    const { page, gateway } = await open([signIn(60)]);
    await page.evaluate("void sendToken()");
    await page.evaluate('void setTimeout(() => { tracker.track("page_view"); location.href = "/left"; })');
    await vi.waitFor(async () => expect(await gateway.events()).toMatchObject([CLAIMED]), WITHIN);
  });
});
