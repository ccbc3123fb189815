import checkCircle from "bootstrap-italia/src/svg/it-check-circle.svg";
import closeCircle from "bootstrap-italia/src/svg/it-close-circle.svg";
import file from "bootstrap-italia/src/svg/it-file.svg";
import helpCircle from "bootstrap-italia/src/svg/it-help-circle.svg";
import infoCircle from "bootstrap-italia/src/svg/it-info-circle.svg";
import minusCircle from "bootstrap-italia/src/svg/it-minus-circle.svg";
import upload from "bootstrap-italia/src/svg/it-upload.svg";
import warningCircle from "bootstrap-italia/src/svg/it-warning-circle.svg";
import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";

// Texts of the icon set, fixed when the page is built.
const icons = {
  good: checkCircle,
  unknown: helpCircle,
  bad: closeCircle,
  none: infoCircle,
  error: warningCircle,
  passed: checkCircle,
  warning: warningCircle,
  failed: closeCircle,
  skipped: minusCircle,
  note: infoCircle,
  yes: checkCircle,
  partly: warningCircle,
  no: closeCircle,
  open: helpCircle,
  upload,
  file,
};

/** An icon beside a word that says the same: it is hidden from screen readers. */
export function icon(name: keyof typeof icons): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeHTML(icons[name])}</span>`;
}
