/** What the dashboard's page shows of the answers, word by word, in the document that the server sends. */
// @vitest-environment happy-dom
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Answers } from "../../examples/warehouse/dashboard/answers.ts";
import { buildDashboardPage } from "../../examples/warehouse/dashboard/dashboard-page.ts";
import {
  formatCount,
  formatMoney,
  formatSeconds,
  formatShare,
} from "../../examples/warehouse/dashboard/page/format.ts";
import { showDelivery, showFigures, showFunnel, showProducts } from "../../examples/warehouse/dashboard/page/show.ts";
import { EMPTY_REPORT } from "../../examples/warehouse/load/load-report.ts";

const drawn = vi.hoisted((): { data: unknown[]; options: unknown } => ({ data: [], options: undefined }));

// The picture itself needs a canvas, which only a browser has.
vi.mock("uplot", () => {
  const UPlot = function (this: object, options: unknown): object {
    drawn.options = options;
    return {
      setSize: () => undefined,
      setData: (data: unknown) => {
        drawn.data.push(data);
      },
    };
  };
  return { default: Object.assign(UPlot, { paths: { bars: () => undefined } }) };
});

const ANSWERS: Answers = {
  loaded: EMPTY_REPORT,
  totals: {
    events: 12_345,
    visitors: 67,
    sessions: 89,
    orders: 4,
    revenue: [
      { currency: "EUR", amount: 1_097.4 },
      { currency: "JPY", amount: 200 },
    ],
    newest_received: "2026-11-12T00:57:00.001Z",
    delay_p95_s: 22.85,
  },
  funnel: [
    { step: "session", sessions: 80 },
    { step: "product_view", sessions: 60 },
    { step: "add_to_cart", sessions: 20 },
    { step: "checkout_start", sessions: 10 },
    { step: "purchase", sessions: 4 },
  ],
  traffic: { stepS: 60, steps: [{ start_s: 6_000, events: 3 }] },
  products: [
    {
      product_id: "teapot",
      name: "<b>Thé</b>",
      views: 40,
      adds: 10,
      orders: 3,
      units: 5,
      revenue: [{ currency: null, amount: 59.97 }],
    },
    { product_id: "spoon", name: null, views: 0, adds: 2, orders: 0, units: 0, revenue: [] },
  ],
  delivery: {
    page_loads: 8,
    tracked: 43,
    stored: 20,
    dropped: 14,
    missing: 9,
    not_provable: 6,
    gaps: [{ page_load_id: "ann-2", last_seq: 15, stored: 5, dropped: 7, missing: 3 }],
  },
  quarantine: [{ reason: "invalid_json", lines: 2 }],
};

const textsOf = (selector: string): readonly string[] =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);

beforeEach(() => {
  // Without its head, whose style sheet and script only a browser loads.
  const [, body = ""] = /<body>(.*)<\/body>/s.exec(buildDashboardPage("a <folder>")) ?? [];
  document.body.innerHTML = body;
});

test("the document names the store, as text", () => {
  expect(textsOf(".where")).toEqual(["a <folder> → clickstream_events"]);
});

test("the figures are the totals, and what is missing", () => {
  showFigures(ANSWERS);
  expect(textsOf("#figures dt")).toEqual([
    "Events",
    "Visitors",
    "Sessions",
    "Orders",
    "Revenue",
    "Delay (95 %)",
    "Missing",
  ]);
  expect(textsOf("#figures dd")).toEqual(["12,345", "67", "89", "4", "1,097.40 EUR + 200.00 JPY", "22.9 s", "9"]);
});

test("each step of the funnel has its sessions, its share of the step before, and of all for its bar", () => {
  showFunnel(ANSWERS.funnel);
  expect(textsOf("#funnel .step-count")).toEqual(["80", "60", "20", "10", "4"]);
  expect(textsOf("#funnel .step-share")).toEqual(["", "75 %", "33 %", "50 %", "40 %"]);
  expect(textsOf("#funnel .step-name")).toEqual([
    "came",
    "looked at a product",
    "put one into the cart",
    "began to check out",
    "bought",
  ]);
  const lines = [...document.querySelectorAll<HTMLElement>("#funnel li")];
  expect(lines.map((line) => line.style.getPropertyValue("--share"))).toEqual(["1", "0.75", "0.25", "0.125", "0.05"]);
  expect(lines[1]?.dataset["step"]).toBe("product_view");

  showFunnel([{ step: "session", sessions: 0 }]);
  expect(document.querySelector<HTMLElement>("#funnel li")?.style.getPropertyValue("--share")).toBe("0");
});

test("products have their name, or their id, as text, and a share only of views", () => {
  showProducts(ANSWERS.products);
  expect(textsOf("#products td")).toEqual([
    ...["<b>Thé</b>", "40", "10 (25 %)", "3", "5", "59.97"],
    ...["spoon", "0", "2", "0", "0", "–"],
  ]);
  expect(document.querySelector<HTMLElement>("#no-products")?.hidden).toBe(true);
  showProducts([]);
  expect(textsOf("#products td")).toEqual([]);
  expect(document.querySelector<HTMLElement>("#no-products")?.hidden).toBe(false);
});

test("what is missing is said, with its page loads, and what is in quarantine", () => {
  showDelivery(ANSWERS);
  expect(textsOf("#verdict")).toEqual(["9 events are missing."]);
  expect(document.querySelector<HTMLElement>("#verdict")?.dataset["whole"]).toBe("false");
  expect(textsOf("#sum dt")).toEqual(["page loads", "tracked", "stored", "dropped, counted", "not counted by a page"]);
  expect(textsOf("#sum dd")).toEqual(["8", "43", "20", "14", "6"]);
  expect(textsOf("#gaps li")).toEqual(["ann-2: 3 of 15 are missing", "in quarantine: 2 × invalid_json"]);

  showDelivery({ ...ANSWERS, delivery: { ...ANSWERS.delivery, missing: 0, gaps: [] } });
  expect(textsOf("#verdict")).toEqual(["Nothing is missing."]);
  expect(document.querySelector<HTMLElement>("#verdict")?.dataset["whole"]).toBe("true");

  // Nothing can be missing where nobody counted, and nothing is proven either.
  showDelivery({ ...ANSWERS, delivery: { ...ANSWERS.delivery, page_loads: 0, missing: 0, gaps: [] } });
  expect(textsOf("#verdict")).toEqual(["Nothing can be said: no event comes from a page that counts its events."]);
  expect(document.querySelector<HTMLElement>("#verdict")?.dataset["whole"]).toBe("false");

  // Too many of one page load and too few of another are not nothing.
  showDelivery({ ...ANSWERS, delivery: { ...ANSWERS.delivery, missing: 0 } });
  expect(document.querySelector<HTMLElement>("#verdict")?.dataset["whole"]).toBe("false");
});

test.each([
  [formatCount(1_234.6), "1,235"],
  [formatMoney([{ currency: null, amount: 0.005 + 1 }]), "1.01"],
  [formatShare(1, 3), "33 %"],
  [formatShare(1, 0), ""],
  [formatSeconds(null), "–"],
  [formatSeconds(-5), "0.0 s"],
  [formatSeconds(99.94), "99.9 s"],
  [formatSeconds(100), "2 min"],
  [formatSeconds(600), "10 min"],
])("shows %s", (shown, expected) => {
  expect(shown).toBe(expected);
});

describe("the page's script", () => {
  const start = async (answer: () => Promise<unknown>): Promise<readonly string[]> => {
    vi.useFakeTimers();
    vi.resetModules();
    drawn.data = [];
    const asked: string[] = [];
    vi.stubGlobal("ResizeObserver", function () {
      return { observe: () => undefined };
    });
    vi.stubGlobal("fetch", (path: string) => {
      asked.push(path);
      return answer().then((body) => ({ json: () => Promise.resolve(body) }));
    });
    onTestFinished(() => {
      vi.clearAllTimers();
      vi.useRealTimers();
      vi.unstubAllGlobals();
    });
    await import("../../examples/warehouse/dashboard/page/main.ts");
    await vi.advanceTimersByTimeAsync(0);
    return asked;
  };
  const stateOf = (): readonly (string | undefined)[] => {
    const state = document.querySelector<HTMLElement>("#state");
    return [state?.dataset["state"], state?.textContent];
  };
  const trouble = (): HTMLElement | null => document.querySelector<HTMLElement>("#trouble");

  test("shows the answers, and asks again after ten seconds", async () => {
    const asked = await start(() => Promise.resolve(ANSWERS));
    expect(stateOf()).toEqual(["live", "Up to date"]);
    expect(trouble()?.hidden).toBe(true);
    expect(textsOf("#figures dd")).toHaveLength(7);
    expect(textsOf("#funnel li")).toHaveLength(5);
    expect(textsOf("#products tr")).toHaveLength(2);
    expect(textsOf("#sum dd")).toHaveLength(5);
    expect(textsOf("#traffic-step")).toEqual(["every 1 min"]);
    const [times, counts] = drawn.data[0] as [readonly number[], readonly number[]];
    expect([times.length, times[0], times.at(-1)]).toEqual([24, 6_000 - 23 * 60, 6_000]);
    expect([counts[0], counts.at(-1)]).toEqual([0, 3]);

    await vi.advanceTimersByTimeAsync(9_999);
    expect(asked).toEqual(["/dashboard/answers"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual(["/dashboard/answers", "/dashboard/answers"]);
  });

  test("says that the answers are out of date, why, and recovers", async () => {
    let answer: () => Promise<unknown> = () => Promise.resolve({ message: "no server" });
    await start(() => answer());
    expect(stateOf()).toEqual(["lost", "Out of date"]);
    expect(trouble()).toMatchObject({ hidden: false, textContent: "The warehouse does not answer: no server" });

    answer = () => Promise.reject(new Error("Failed to fetch"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(trouble()?.textContent).toBe("The warehouse does not answer: Failed to fetch");

    answer = () => new Promise(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stateOf()).toEqual(["loading", "Loading"]);
  });

  test("asks for nothing while nobody sees the page", async () => {
    const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    const asked = await start(() => Promise.resolve({ ...ANSWERS, traffic: { stepS: 5, steps: [] } }));
    expect(asked).toEqual([]);
    visibility.mockReturnValue("visible");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(1);
    expect(textsOf("#traffic-step")).toEqual(["every 5 s"]);
    expect(drawn.data).toEqual([[[], []]]);
  });
});
