import { html, nothing, type TemplateResult } from "lit";

/** A part of a result that is closed at first: what it is, and in a line what is in it. Paper opens it. */
export function section(name: string, title: string, summary: unknown, body: unknown): TemplateResult {
  return html`<details class="section ${name}">
    <summary><h4>${title}</h4>${summary === "" || summary === nothing ? nothing : html`<span class="note">${summary}</span>`}</summary>
    <div class="inside">${body}</div>
  </details>`;
}
