/** Shows the answers in the page. All of them are set as text, never as HTML: anybody can send a product name. */
import { find } from "../../../web/find.ts";
import type { Answers, Product } from "../answers.ts";
import { formatCount, formatMoney, formatSeconds, formatShare } from "./format.ts";

const STEP_NAMES: Readonly<Record<string, string>> = {
  session: "came",
  product_view: "looked at a product",
  add_to_cart: "put one into the cart",
  checkout_start: "began to check out",
  purchase: "bought",
};

export function showFigures({ totals, delivery }: Answers): void {
  const figures = [
    ["Events", formatCount(totals.events)],
    ["Visitors", formatCount(totals.visitors)],
    ["Sessions", formatCount(totals.sessions)],
    ["Orders", formatCount(totals.orders)],
    ["Revenue", formatMoney(totals.revenue)],
    ["Delay (95 %)", formatSeconds(totals.delay_p95_s)],
    ["Missing", formatCount(delivery.missing)],
  ] as const;
  find("#figures", HTMLElement).replaceChildren(...figures.map(([name, value]) => createPair(name, value)));
}

export function showFunnel(funnel: Answers["funnel"]): void {
  const all = Math.max(1, ...funnel.map(({ sessions }) => sessions));
  const lines = funnel.map(({ step, sessions }, index) => {
    const line = document.createElement("li");
    line.style.setProperty("--share", String(sessions / all));
    line.dataset["step"] = step;
    const before = funnel[index - 1]?.sessions;
    line.append(
      createText("span", STEP_NAMES[step] ?? step, "step-name"),
      createText("span", before === undefined ? "" : formatShare(sessions, before), "step-share"),
      createText("strong", formatCount(sessions), "step-count"),
    );
    return line;
  });
  find("#funnel", HTMLElement).replaceChildren(...lines);
}

export function showProducts(products: readonly Product[]): void {
  find("#no-products", HTMLElement).hidden = products.length > 0;
  find("#products", HTMLElement).replaceChildren(
    ...products.map((product) => {
      const { views, adds, orders, units, revenue } = product;
      const row = document.createElement("tr");
      const texts = [
        product.name ?? product.product_id,
        formatCount(views),
        views > 0 ? `${formatCount(adds)} (${formatShare(adds, views)})` : formatCount(adds),
        formatCount(orders),
        formatCount(units),
        formatMoney(revenue),
      ];
      row.append(...texts.map((text) => createText("td", text)));
      return row;
    }),
  );
}

export function showDelivery({ delivery, quarantine }: Answers): void {
  const { page_loads, tracked, stored, dropped, missing, not_provable, gaps } = delivery;
  const verdict = find("#verdict", HTMLElement);
  verdict.dataset["whole"] = String(page_loads > 0 && missing === 0 && gaps.length === 0);
  verdict.textContent = judgeDelivery(delivery);
  find("#sum", HTMLElement).replaceChildren(
    createPair("page loads", formatCount(page_loads)),
    createPair("tracked", formatCount(tracked)),
    createPair("stored", formatCount(stored)),
    createPair("dropped, counted", formatCount(dropped)),
    createPair("not counted by a page", formatCount(not_provable)),
  );
  find("#gaps", HTMLElement).replaceChildren(
    ...gaps.map((gap) =>
      createText("li", `${gap.page_load_id}: ${formatCount(gap.missing)} of ${formatCount(gap.last_seq)} are missing`),
    ),
    ...quarantine.map(({ reason, lines }) => createText("li", `in quarantine: ${formatCount(lines)} × ${reason}`)),
  );
}

/** An empty proof proves nothing: without a page that counts, nobody knows what is missing. */
function judgeDelivery({ page_loads, missing, gaps }: Answers["delivery"]): string {
  if (page_loads === 0) return "Nothing can be said: no event comes from a page that counts its events.";
  return missing === 0 && gaps.length === 0 ? "Nothing is missing." : `${formatCount(missing)} events are missing.`;
}

function createPair(name: string, value: string): HTMLElement {
  const pair = document.createElement("div");
  pair.append(createText("dt", name), createText("dd", value));
  return pair;
}

function createText(tag: string, text: string, className = ""): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className !== "") element.className = className;
  return element;
}
