/** The layout of every page of the shop: head, header, footer. */
import { html, type Html } from "../../../web/html.ts";
import { COLLECTIONS } from "../model/catalogue.ts";
import { consentBanner } from "./consent-banner.ts";

/** The kinds of pages. The shop's script has a part for each. */
export type PageKind = "home" | "list" | "product" | "cart" | "checkout" | "thank-you" | "account" | "not-found";

export interface Page {
  readonly kind: PageKind;
  readonly title: string;
  readonly content: Html;
  /** What the page is about: a product's id, or a list's name. */
  readonly subject?: string;
}

/** Returns the whole document. `endpoint` is where the page's tracker sends to. */
export function layOut({ kind, title, content, subject }: Page, endpoint: string): string {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="clickstream-endpoint" content="${endpoint}" />
        <title>${title} · Loam</title>
        <link rel="icon" href="/public/icon.svg" />
        <link rel="stylesheet" href="/assets/shop.css" />
        <script type="module" src="/assets/shop.js"></script>
      </head>
      <body data-page="${kind}" data-subject="${subject}">
        <a class="skip" href="#content">Skip to content</a>
        ${consentBanner()}
        <p class="notice">
          A demo shop: with your consent, what you do here becomes events.
          <a href="/live" target="clickstream-live" rel="noopener" id="live-link">Watch yours arrive</a>
          <button class="notice-button" id="outage" aria-pressed="false">Take the ingest offline</button>
          <span id="waiting" role="status"></span>
        </p>
        <header class="header">
          <a class="wordmark" href="/">Loam</a>
          <nav class="navigation" aria-label="Shop">
            <a href="/products">All</a>
            ${COLLECTIONS.map(({ id, name }) => html`<a href="/collections/${id}">${name}</a>`)}
          </nav>
          <a class="header-link" href="/account" id="account-link">Sign in</a>
          <a class="header-link" href="/cart" id="cart-link">
            Cart <span class="badge" id="cart-count" aria-label="pieces in the cart">0</span>
          </a>
        </header>
        <main id="content">${content}</main>
        <footer class="footer">
          <p class="wordmark">Loam</p>
          <p>Everyday ceramics, made slowly. Nothing here is really for sale.</p>
          <p>Tracked with <strong>clickstream-js</strong>, stored on this machine.</p>
          <p>
            <span id="consent-state"></span>
            <button class="quiet-link" id="consent-change">Change your mind</button>
          </p>
        </footer>
      </body>
    </html>`;
  return document.markup;
}
