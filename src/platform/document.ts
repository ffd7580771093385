/** Reads properties of the document. */

interface DocumentProperties extends Pick<Document, "hidden" | "referrer" | "title"> {
  /** Chromium alone has it. */
  readonly prerendering?: boolean;
}

/**
 * Asks the prototype, since a form, an image or a frame of that name takes the place of a property of `document`.
 *
 * @see https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem
 */
export function readDocument<Name extends keyof DocumentProperties>(name: Name): DocumentProperties[Name] {
  return Reflect.get(Document.prototype, name, document);
}
