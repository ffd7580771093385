/** Builds HTML from tagged templates: each value is escaped, unless this function built it. */

/** Markup that is safe to insert as it is. */
export interface Html {
  readonly kind: "html";
  readonly markup: string;
}

type Value = string | number | Html | readonly Html[] | undefined;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Joins markup and values. `undefined` adds nothing.
 *
 * @example html`<h1>${product.name}</h1>`
 */
export function html(markup: TemplateStringsArray, ...values: readonly Value[]): Html {
  const parts = markup.map((part, index) => part + render(values[index]));
  return { kind: "html", markup: parts.join("") };
}

function render(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
  if (typeof value === "number") return String(value);
  if ("kind" in value) return value.markup;
  return value.map((part) => part.markup).join("");
}
