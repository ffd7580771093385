/** The consent banner. Both answers take one click and look alike. */
import { html, type Html } from "../../../web/html.ts";

/** It is first in the document for keyboards and screen readers. The style puts it at the bottom of the window. */
export function consentBanner(): Html {
  return html`<section class="consent" id="consent" aria-labelledby="consent-question" hidden>
    <div>
      <p class="consent-question" id="consent-question">May we record your visit?</p>
      <p>
        Which pages and pieces you look at, what you search for and what goes into your cart; nothing else that you
        type. Until you answer, nothing is kept and nothing is sent.
      </p>
    </div>
    <p class="consent-answers">
      <button class="answer" id="consent-refuse">Refuse</button>
      <button class="answer" id="consent-accept">Accept</button>
    </p>
  </section>`;
}
