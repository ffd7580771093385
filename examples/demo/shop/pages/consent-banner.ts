/** What a visitor is asked before anything is recorded. Both answers are one click, and look alike. */
import { html, type Html } from "../../../web/html.ts";

/** First in the document, so that it is met first by keyboard and ear; the style puts it to the foot of the window. */
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
