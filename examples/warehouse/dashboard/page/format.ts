/** Formats numbers for the dashboard. Pure. */
import type { Money } from "../answers.ts";

const counts = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const amounts = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function formatCount(count: number): string {
  return counts.format(count);
}

/** One amount for each currency, with its code if the events have one: amounts of different currencies are no sum. */
export function formatMoney(money: readonly Money[]): string {
  if (money.length === 0) return "–";
  return money.map(({ currency, amount }) => `${amounts.format(amount)} ${currency ?? ""}`.trimEnd()).join(" + ");
}

export function formatShare(part: number, whole: number): string {
  return whole === 0 ? "" : `${counts.format((part / whole) * 100)} %`;
}

/** A dash if there is no event yet. A visitor's clock may be ahead of ours, so a negative delay is shown as 0. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return "–";
  const shown = Math.max(0, seconds);
  return shown < 100 ? `${shown.toFixed(1)} s` : `${counts.format(shown / 60)} min`;
}
