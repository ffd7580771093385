/** The live page in a real browser: what is stored shows within a second, and hostile content stays text. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Browser, Page } from "../support/browsers/browser.ts";
import { ENGINES_HERE, webKit } from "../support/browsers/engines.ts";
import { startTestStack, type StoredFile, type TestStack } from "./test-stack.ts";

/** An element that makes itself known, and scripts that do. */
const HOSTILE = `</pre></script><img src=x onerror="document.title='pwned'"><script>document.title="pwned"</script>`;

/**
 * Without WebKit: its driver opens tabs that stay hidden, and a page that nobody sees draws nothing; and where no locale
 * is installed it calls its language `C`, which the chart's `Intl` refuses.
 */
const ENGINES_THAT_SHOW = ENGINES_HERE.filter((engine) => engine !== webKit);

describe.each(ENGINES_THAT_SHOW)("in $name", { timeout: 60_000 }, (engine) => {
  let stack: TestStack;
  let browser: Browser;
  let page: Page;

  /** Stores an event as a hand-written request does, and returns its file. */
  const store = async (event: Readonly<Record<string, unknown>>): Promise<StoredFile | undefined> => {
    await fetch(stack.ingestUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_id: "c1", session_id: "s1", ...event }),
    });
    const files = await stack.files();
    return files.find((file) => file.event.event_name === event["event_name"]);
  };
  const show = (expression: string, expected: unknown, timeout = 5_000): Promise<void> =>
    vi.waitFor(async () => expect(await page.evaluate(expression)).toEqual(expected), { timeout, interval: 20 });
  const detail = async (): Promise<Readonly<Record<string, unknown>>> =>
    vi.waitFor(async () => {
      const text = String(await page.evaluate('document.querySelector("#detail-json").textContent'));
      return JSON.parse(text) as Readonly<Record<string, unknown>>;
    });

  beforeAll(async () => {
    stack = await startTestStack();
    browser = await engine.open();
  }, 60_000);

  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(stack.liveUrl);
    await show('document.querySelector("#state").dataset.state', "live");
  });

  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  test("shows time, name, product and file of an event within a second of its being stored", async () => {
    const file = await store({ event_name: "product_view", context_product_name: "Teapot" });
    const row = 'document.querySelector("#rows tr[data-name=product_view]")';
    await show(`${row}?.dataset.key`, file?.key, 1_000);

    const cells = await page.evaluate(`[...${row}.cells].map((cell) => cell.textContent)`);
    expect(cells).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3}$/),
      "product_view",
      "Teapot",
      "s1",
      file?.key,
    ]);
    expect(await page.evaluate(`${row}.cells[0].title`)).toBe(file?.event.event_timestamp);
  });

  test("shows the stored file by a click", async () => {
    const file = await store({ event_name: "clicked" });
    await page.click('#rows tr[data-name="clicked"]');
    expect(await detail()).toEqual(file?.event);
  });

  test("keeps hostile content text", async () => {
    await store({ event_name: "hostile", context_product_name: HOSTILE, properties: { payload: HOSTILE } });
    await page.click('#rows tr[data-name="hostile"]');
    expect(await detail()).toMatchObject({ properties: { payload: HOSTILE } });

    expect(await page.evaluate('document.querySelector("#rows tr[data-name=hostile]").cells[2].textContent')).toBe(
      HOSTILE,
    );
    expect(await page.evaluate('document.body.querySelectorAll("img, script").length')).toBe(0);
    expect(await page.evaluate("document.title")).not.toBe("pwned");
  });

  test("shows one name or one session alone when it is chosen, and all again", async () => {
    const names = '[...document.querySelectorAll("#rows tr[data-key]")].map((row) => row.dataset.name)';
    const choose = (session: string): Promise<unknown> =>
      page.evaluate(
        `(() => { const list = document.querySelector("#session"); list.value = "${session}"; list.dispatchEvent(new Event("change")); })()`,
      );
    await store({ event_name: "chosen" });
    await store({ event_name: "in_other_session", session_id: "s2" });
    const total = (await stack.files()).length;
    await show("document.querySelectorAll('#rows tr[data-key]').length", total);

    await page.click('#names button[data-name="chosen"]');
    await show(names, ["chosen"]);
    await page.click('#names button[data-name="chosen"]');
    await show(`${names}.length`, total);

    await choose("s2");
    await show(names, ["in_other_session"]);
    await show('document.querySelector("#shown-total").textContent', "1");
    await choose("");
    await show(`${names}.length`, total);
  });

  test("counts thousands of events that come at once, lists the newest, and lets the reader search and pause", async () => {
    const before = (await stack.files()).length;
    const events = Array.from({ length: 20 }, () => ({ event_name: "burst", client_id: "c1", session_id: "s9" }));
    const send = (): Promise<Response> => fetch(stack.ingestUrl, { method: "POST", body: JSON.stringify(events) });
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 10 }, send));
    const total = (before + 2_000).toLocaleString("en-GB");
    await show('document.querySelector("#shown-total").textContent', total, 20_000);
    expect(await page.evaluate("document.querySelectorAll('#rows tr').length")).toBe(200);
    expect(await page.evaluate('document.querySelector("#newest").textContent')).toBe("the newest 200 are listed");

    await page.click("#pause");
    await store({ event_name: "while_paused" });
    await show('document.querySelector("#pause").textContent', "Resume (1 new)");
    expect(await page.evaluate('document.querySelector("#rows tr[data-name=while_paused]")')).toBeNull();
    await page.click("#pause");
    await show('document.querySelector("#rows tr[data-name=while_paused]") !== null', true);

    await page.evaluate(
      `(() => { const search = document.querySelector("#search"); search.value = "WHILE_"; search.dispatchEvent(new Event("input")); })()`,
    );
    await show('document.querySelector("#shown-total").textContent', "1");
    await page.click("#clear");
    await show('document.querySelector("#clear").hidden', true);
    expect(await page.evaluate("document.activeElement.id")).toBe("search");
  });
});
