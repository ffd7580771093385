/** Storage as it is in a bad case: it throws, it is full, or another tab's was copied. */

const FILL = "somebody-else";

export function throwFromStorage(): void {
  const refuse = (): never => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  for (const name of ["getItem", "setItem", "removeItem", "clear", "key"] as const) Storage.prototype[name] = refuse;
  Object.defineProperty(Storage.prototype, "length", { get: refuse });
  IDBFactory.prototype.open = refuse;
}

/** Fills the origin's localStorage to the last character, as an application does that keeps too much. */
export function fillStorage(): void {
  let text = "";
  for (let chars = 8_388_608; chars >= 1; chars /= 2) {
    try {
      localStorage.setItem(FILL, text + "x".repeat(chars));
      text += "x".repeat(chars);
    } catch {
      // Too much: the next try is half of it.
    }
  }
}

/** A browser copies sessionStorage when a tab is duplicated. */
export function copySession(json: string): void {
  if (json === "") return;
  for (const [key, value] of Object.entries(JSON.parse(json) as Record<string, string>)) {
    sessionStorage.setItem(key, value);
  }
}

export function snapshotSession(): string {
  try {
    return JSON.stringify(Object.fromEntries(Object.entries(sessionStorage)));
  } catch {
    return "";
  }
}

/** Tells whether the page could keep a batch now. */
export function canStore(): boolean {
  try {
    localStorage.setItem("probe", "x".repeat(16_384));
    localStorage.removeItem("probe");
    return true;
  } catch {
    return false;
  }
}
