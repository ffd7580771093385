/** Keeps in localStorage who is signed in, as Amplify keeps its tokens. */

const KEY = "loam.account";

export function readUsername(): string | null {
  return localStorage.getItem(KEY);
}

/** The listener receives who signs in in another tab, and `null` at a sign-out there. */
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
