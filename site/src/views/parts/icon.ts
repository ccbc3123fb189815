import checkCircle from "bootstrap-italia/src/svg/it-check-circle.svg";
import closeCircle from "bootstrap-italia/src/svg/it-close-circle.svg";
import file from "bootstrap-italia/src/svg/it-file.svg";
import fileArchive from "bootstrap-italia/src/svg/it-file-compressed.svg";
import fileImage from "bootstrap-italia/src/svg/it-file-image.svg";
import filePdf from "bootstrap-italia/src/svg/it-file-pdf.svg";
import fileSheet from "bootstrap-italia/src/svg/it-file-sheet.svg";
import fileSigned from "bootstrap-italia/src/svg/it-file-signed.svg";
import fileText from "bootstrap-italia/src/svg/it-file-txt.svg";
import fileXml from "bootstrap-italia/src/svg/it-file-xml.svg";
import helpCircle from "bootstrap-italia/src/svg/it-help-circle.svg";
import infoCircle from "bootstrap-italia/src/svg/it-info-circle.svg";
import mail from "bootstrap-italia/src/svg/it-mail.svg";
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
  "file-file": file,
  "file-archive": fileArchive,
  "file-image": fileImage,
  "file-mail": mail,
  "file-pdf": filePdf,
  "file-sheet": fileSheet,
  "file-signed": fileSigned,
  "file-text": fileText,
  "file-xml": fileXml,
};

/** An icon beside a word that says the same: it is hidden from screen readers. */
export function icon(name: keyof typeof icons): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeHTML(icons[name])}</span>`;
}
