/** What ids, names, counts and dates must look like. The form of an event's id is in `event/uuid.ts`. */
import { EVENT_NAME, ID } from "../../../src/limits.ts";

/**
 * A name or an id that belongs to the site: `Add to cart`, `auth0|42`, `ap-southeast-1:1b2c…`. Control characters and lone
 * surrogates are refused. PostgreSQL indexes up to 2,700 bytes, and 512 characters are 2,048 at most.
 */
const SHORT_TEXT = /^[^\p{Cc}\p{Cs}]{1,512}$/u;

const ISO_8601 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

export function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

/** The name of an event, or of a reason: `add_to_cart`. */
export function isSnakeCase(value: unknown): value is string {
  return typeof value === "string" && EVENT_NAME.test(value);
}

export function isShortText(value: unknown): value is string {
  return typeof value === "string" && SHORT_TEXT.test(value);
}

export function isUserId(value: unknown): value is string {
  return isShortText(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** PostgreSQL has no year 0: it would fail a whole COPY. An offset may lead to the year 10000. */
const FIRST_MS = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** Reads an ISO 8601 date and time with its offset. `Date.parse` alone takes 30 February for 2 March. */
export function parseIsoMs(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const [, year, month, day] = ISO_8601.exec(value) ?? [];
  const isInCalendar =
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCMonth() + 1 === Number(month);
  const instantMs = Date.parse(value);
  return isInCalendar && instantMs >= FIRST_MS && instantMs <= LAST_MS ? instantMs : undefined;
}
