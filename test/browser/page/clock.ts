/** A clock that a test sets forward, while the page's own, that of `performance`, stands still. It runs before all else. */

const clock = { minutes: 0 };
const now = Date.now;
Date.now = () => now() + clock.minutes * 60_000;
Object.assign(window, { clock });
