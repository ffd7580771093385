/** Shows a stored object as the store has it. */
import { find } from "../../../web/find.ts";

/** Opens the drawer at once, then fetches: a reader sees that the click was heard. */
export async function openDetail(key: string, name: string): Promise<void> {
  const dialog = find("#detail", HTMLDialogElement);
  find("#detail-name", HTMLElement).textContent = name;
  find("#detail-key", HTMLElement).textContent = key;
  const json = find("#detail-json", HTMLElement);
  json.textContent = "";
  dialog.dataset["key"] = key;
  if (!dialog.open) dialog.showModal();

  const text = await readObject(key);
  // Meanwhile the reader may have opened another.
  if (dialog.dataset["key"] === key) json.textContent = text;
}

async function readObject(key: string): Promise<string> {
  try {
    const response = await fetch(`/live/object?key=${encodeURIComponent(key)}`);
    return response.ok ? indent(await response.text()) : "This file is no longer in the store.";
  } catch {
    return "The server cannot be reached.";
  }
}

/** Lays JSON out for reading; anything else is shown as it is. */
export function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
