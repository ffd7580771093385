/** What ids, names, counts and dates must look like. The form of an event's id is in `event/uuid.ts`. */
import { EVENT_NAME, ID } from "../../../src/limits.ts";

/** User ids belong to the site's login: mail addresses, `auth0|42`. Only control characters are refused. */
const USER_ID = /^[^\p{Cc}]{1,256}$/u;

const ISO_8601 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

export function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

/** The name of an event, or of a reason: `add_to_cart`. */
export function isSnakeCase(value: unknown): value is string {
  return typeof value === "string" && EVENT_NAME.test(value);
}

export function isUserId(value: unknown): value is string {
  return typeof value === "string" && USER_ID.test(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Reads an ISO 8601 date and time with its offset. `Date.parse` alone takes 30 February for 2 March. */
export function parseIsoMs(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const [, year, month, day] = ISO_8601.exec(value) ?? [];
  const isInCalendar =
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCMonth() + 1 === Number(month);
  const instantMs = Date.parse(value);
  return isInCalendar && !Number.isNaN(instantMs) ? instantMs : undefined;
}
