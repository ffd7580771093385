/** Reads a price or a quantity that is text: the whole text must be one number, and no other reading of it possible. Pure. */

/** `€`, `US$` or `EUR`, before or behind the number. */
const CURRENCY = String.raw`(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3})`;
const AMOUNT = new RegExp(
  String.raw`^([+-]?)(${CURRENCY})?\s*([+-]?)([\d.,'’\s]*\d[\d.,'’\s]*?)\s*(${CURRENCY})?$`,
  "u",
);

/** As JavaScript writes it, and as forms and data attributes have it. */
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** One separator with three digits behind it: a thousand in one country, a fraction in another. */
const AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;

/** Digits with at most one separator, which is then that of the fraction. */
const UNGROUPED = /^(\d*)(?:[.,](\d+))?$/;

/** Groups of three with the same separator each, and a fraction behind another one. */
const GROUPED = /^([1-9]\d{0,2}(?:([.,'’\s])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/;

/** The patterns need the square of the length in time. No amount is as long as this. */
const MAX_AMOUNT_CHARS = 64;

/** `undefined` for what is no number, for half of one, and where it could be either of two. */
export function parseAmount(text: string): number | undefined {
  if (text.length > MAX_AMOUNT_CHARS) return undefined;
  const trimmed = text.trim();
  if (PLAIN.test(trimmed)) return toFinite(trimmed);

  const [, signBefore = "", currencyBefore, sign = "", digits = "", currencyBehind] = AMOUNT.exec(trimmed) ?? [];
  const hasTwo = (signBefore !== "" && sign !== "") || (currencyBefore !== undefined && currencyBehind !== undefined);
  if (hasTwo || AMBIGUOUS.test(digits)) return undefined;

  const [, whole, ...rest] = UNGROUPED.exec(digits) ?? GROUPED.exec(digits) ?? [];
  if (whole === undefined) return undefined;
  return toFinite(`${signBefore}${sign}${whole.replace(/\D/g, "")}.${rest.at(-1) ?? ""}`);
}

function toFinite(number: string): number | undefined {
  const value = Number(number);
  return Number.isFinite(value) ? value : undefined;
}
