/** Recognises and builds object keys of events. Pure. */

const EVENT_KEY = /^events\/\d{4}\/\d{2}\/\d{2}\/event-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.json$/;

const DAY_MS = 86_400_000;

/** `false` for temporary names, and for paths that a request made up. */
export function isEventKey(key: string): boolean {
  return EVENT_KEY.test(key);
}

/** Returns `events/YYYY/MM/DD` for the day, in UTC. */
export function buildDayPrefix(ms: number): string {
  return `events/${new Date(ms).toISOString().slice(0, 10).replaceAll("-", "/")}`;
}

/** Today, yesterday, and tomorrow, since a visitor's clock may be ahead. */
export function buildRecentDays(nowMs: number): readonly string[] {
  return [nowMs + DAY_MS, nowMs, nowMs - DAY_MS].map(buildDayPrefix);
}

/** Returns a text that sorts right before the keys of that time and later: a UUIDv7 begins with its time. */
export function buildKeyBefore(ms: number): string {
  const time = ms.toString(16).padStart(12, "0");
  return `${buildDayPrefix(ms)}/event-${time.slice(0, 8)}-${time.slice(8)}`;
}
