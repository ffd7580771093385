/** Keeps who is signed in in the visitor's browser, as Amplify keeps its tokens. */

const KEY = "loam.account";

export function readUsername(): string | null {
  return localStorage.getItem(KEY);
}

export function writeUsername(username: string): void {
  localStorage.setItem(KEY, username);
}

export function removeUsername(): void {
  localStorage.removeItem(KEY);
}
