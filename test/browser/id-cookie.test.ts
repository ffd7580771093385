/** Proves in real browsers, with CORS in between, that the id cookie is set, and that a page can have it deleted. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { OPEN_CORS } from "../../examples/demo/gateway/cors.ts";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { createLaidOutStore, oneObjectAnEvent } from "../../examples/ingest-lambda/src/store/layout.ts";
import type { LocalServer } from "../labs/shared/local-server.ts";
import { startTestGateway, type TestGateway } from "../support/test-gateway.ts";
import { createMemoryStore, parseStored } from "../support/test-ingest.ts";
import { startHtmlSite } from "./html-site.ts";
import { inEachEngine } from "./in-each-engine.ts";

let site: LocalServer;
beforeAll(async () => {
  site = await startHtmlSite(() => `<!doctype html><link rel="icon" href="data:,"><title>Shop</title>`);
});
afterAll(() => site.close());

inEachEngine(({ engine, openTab }) => {
  const start = async (): Promise<{ readonly gateway: TestGateway; readonly objects: ReadonlyMap<string, string> }> => {
    const store = createMemoryStore();
    const handler = createHandler({
      store: createLaidOutStore(store, oneObjectAnEvent),
      log: () => undefined,
      idCookie: true,
      allowedOrigins: [site.url],
    });
    const cors = { ...OPEN_CORS, allowOrigins: [site.url], allowCredentials: true };
    return { gateway: await startTestGateway({ handler, cors }), objects: store.objects };
  };

  // WebKit keeps no cookie with `Secure` of a server without TLS, not even of this machine.
  test.skipIf(engine.name === "WebKit")("a visitor who withdraws the consent has no id cookie any more", async () => {
    const { gateway, objects } = await start();
    const page = await openTab(site.url);
    const send = (clientId: string): Promise<unknown> =>
      page.evaluate(`fetch("${gateway.url}/clickstream", { method: "POST", credentials: "include",
        body: '{"event_name":"page_view","client_id":"${clientId}"}' }).then(({ status }) => status)`);

    expect(await send("first")).toBe(200);
    expect(await send("second")).toBe(200);
    // The line of docs/privacy.md.
    const answer = await page.evaluate(`fetch("${gateway.url}/clickstream?forget=id", { method: "POST",
      credentials: "include", keepalive: true }).then((response) => response.json())`);
    expect(answer).toEqual({ ok: true, forgotten: "id" });
    expect(await send("third")).toBe(200);

    const events = [...objects.values()].map(parseStored);
    const idOf = (clientId: string): unknown => events.find((event) => event["client_id"] === clientId)?._ingest;
    expect(["first", "second", "third"].map(idOf)).toMatchObject(
      ["first", "first", "third"].map((id) => ({ first_party_id: id })),
    );
    const posts = (await gateway.accessLog()).map(({ httpMethod }) => httpMethod);
    expect(posts).toEqual(["POST", "POST", "POST", "POST"]);
  });
});
