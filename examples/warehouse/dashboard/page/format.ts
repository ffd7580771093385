/** Numbers for readers. Pure. */

const counts = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const amounts = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function formatCount(count: number): string {
  return counts.format(count);
}

/** The shop's currency is the reader's own. */
export function formatAmount(amount: number): string {
  return amounts.format(amount);
}

export function formatShare(part: number, whole: number): string {
  return whole === 0 ? "" : `${counts.format((part / whole) * 100)} %`;
}

/** A dash where nothing is known yet; a visitor's clock may run ahead of ours. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return "–";
  const shown = Math.max(0, seconds);
  return shown < 100 ? `${shown.toFixed(1)} s` : `${counts.format(shown / 60)} min`;
}
