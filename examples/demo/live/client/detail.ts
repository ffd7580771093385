/** Shows one object as it is stored, in a drawer. */
import { find } from "../../../web/find.ts";

/** Opens the drawer before it fetches the object, so that a click has an immediate effect. */
export async function openDetail(key: string, name: string): Promise<void> {
  const dialog = find("#detail", HTMLDialogElement);
  find("#detail-name", HTMLElement).textContent = name;
  find("#detail-key", HTMLElement).textContent = key;
  const json = find("#detail-json", HTMLElement);
  json.textContent = "";
  dialog.dataset["key"] = key;
  if (!dialog.open) dialog.showModal();

  const text = await readObject(key);
  // The reader may have opened another object in the meantime.
  if (dialog.dataset["key"] === key) json.textContent = text;
}

async function readObject(key: string): Promise<string> {
  try {
    const response = await fetch(`/live/object?key=${encodeURIComponent(key)}`);
    return response.ok ? indent(await response.text()) : "This object is no longer in the store.";
  } catch {
    return "The server cannot be reached.";
  }
}

/** Indents JSON. Any other text stays as it is. */
export function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
