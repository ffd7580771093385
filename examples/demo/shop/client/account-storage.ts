/** Keeps who is signed in in the visitor's browser, as Amplify keeps its tokens. */

const KEY = "loam.account";

export function readUsername(): string | null {
  return localStorage.getItem(KEY);
}

/** Tells who signs in in another tab, and `null` when somebody signs out there. */
export function onUsername(listener: (username: string | null) => void): void {
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY) listener(newValue);
  });
}

export function writeUsername(username: string): void {
  localStorage.setItem(KEY, username);
}

export function removeUsername(): void {
  localStorage.removeItem(KEY);
}
