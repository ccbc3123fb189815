import { html, nothing } from "lit";
import type { Context } from "./context";
import { sentence, value } from "../../texts/fill";

/** Who offers the check on this site, and whom a person may ask there. Both are the site's words. */
export function officeView(organisation: string, contact: string, { texts }: Context): unknown {
  if (organisation === "" && contact === "") return nothing;
  return html`<p class="office">
    ${organisation === "" ? nothing : sentence(texts["office.offered"], { organisation })}
    ${contact === "" ? nothing : html`${texts["office.ask"]} ${contactView(contact)}`}
  </p>`;
}

function contactView(contact: string): unknown {
  const href = contactHref(contact);
  return href === undefined ? value(contact) : html`<a href=${href} target="_blank" rel="noopener">${value(contact)}</a>`;
}

/** An address that may be followed: of a page, of a mailbox or of a telephone. */
export function contactHref(contact: string): string | undefined {
  const text = contact.trim();
  if (/^https:\/\/\S+$/i.test(text) && URL.canParse(text)) return text;
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(text)) return `mailto:${text}`;
  if (/^\+?[\d\s/.-]{6,20}$/.test(text)) return `tel:${text.replace(/[^\d+]/g, "")}`;
  return undefined;
}
