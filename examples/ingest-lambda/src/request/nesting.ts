/** Measures how deep a JSON text is nested before anything parses it. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Tells whether arrays and objects are nested more than `limit` deep. Loops, since recursion is what deep input breaks. */
export function isDeeperThan(limit: number, json: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (isInString && code === BACKSLASH) at += 1;
    else if (code === QUOTE) isInString = !isInString;
    else if (isInString) continue;
    else if (isOpener(code)) depth += 1;
    else if (isCloser(code)) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function isOpener(code: number): boolean {
  return code === 0x5b || code === 0x7b;
}

function isCloser(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}
