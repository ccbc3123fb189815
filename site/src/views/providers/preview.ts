import { html, nothing, type TemplateResult } from "lit";
import type { ListedCertificate } from "../../../../wasm/wasm";
import type { ListPreview } from "../../core/lists";
import { dated } from "../parts/format";
import { known, type Context } from "../parts/context";
import { icon } from "../parts/icon";
import { bounded, row } from "../parts/bounded";
import { ours, sentence, value, type Ours } from "../../texts/fill";
import { factRows, hashRows } from "./parts";
import { origin, pendingText } from "./words";

/** What was wrong with the fingerprint that the person entered. */
export type FingerprintFault = "differs" | "shape" | undefined;

export interface PreviewActions {
  accept: () => void;
  cancel: () => void;
  confirm: (fingerprint: string) => void;
}

/** The dialog before a list is accepted: what it is, who signed it, what it would change. */
export function previewView(
  preview: ListPreview,
  fault: FingerprintFault,
  busy: boolean,
  act: PreviewActions,
  context: Context,
): TemplateResult {
  const { texts } = context;
  const { tone, short } = origin(preview);
  return html`<dialog class="preview" aria-labelledby="preview" @close=${act.cancel}>
    <h2 id="preview" tabindex="-1" autofocus>${texts["preview.title"]}</h2>
    <p>${texts["preview.lead"]}</p>
    <p class="origin ${tone}">${icon(tone)} <strong>${texts[short]}</strong></p>
    <dl>${row(texts["preview.name"], value(preview.name))} ${factRows({ ...preview, accepted: "" }, context)}</dl>
    ${preview.pending === "" ? nothing : html`<p class="old">${icon("warning")} ${texts[pendingText(preview.pending)]}</p>`}
    ${preview.origin.kind === "unknown" ? confirmation(fault, act, context) : nothing}
    <section class="changes" aria-labelledby="preview-changes">
      <h3 id="preview-changes">${texts["preview.changes"]}</h3>
      ${changes(preview, context)}
    </section>
    <details>
      <summary>${texts["technical.title"]}</summary>
      <dl>${hashRows(preview, context)}</dl>
    </details>
    <div class="actions">
      <button type="button" class="btn btn-primary" ?disabled=${busy} @click=${act.accept}>${texts["preview.accept"]}</button>
      <button type="button" class="btn btn-outline-primary" value="cancel" @click=${act.cancel}>${texts["preview.cancel"]}</button>
    </div>
  </dialog>`;
}

function confirmation(fault: FingerprintFault, act: PreviewActions, { texts }: Context): TemplateResult {
  const submit = (event: Event): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLElement).querySelector("input")!;
    act.confirm(field.value);
  };
  return html`<form class="confirm" @submit=${submit}>
    <h3>${texts["preview.confirm.title"]}</h3>
    <p>${texts["preview.confirm.lead"]}</p>
    <label for="fingerprint">${texts["preview.confirm.label"]}</label>
    <p class="search">
      <input
        id="fingerprint"
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        aria-invalid=${fault === undefined ? "false" : "true"}
        aria-describedby="fingerprint-fault"
      />
      <button type="submit" class="btn btn-outline-primary">${texts["preview.confirm.button"]}</button>
    </p>
    <p id="fingerprint-fault" class="fault" role="alert">
      ${fault === undefined ? nothing : html`${icon("warning")} ${texts[fault === "differs" ? "preview.confirm.differs" : "preview.confirm.shape"]}`}
    </p>
  </form>`;
}

function changes({ changes: c }: ListPreview, context: Context): TemplateResult {
  const { texts, language } = context;
  const group = (text: string, count: number, content: unknown = nothing, warn = false): unknown =>
    count === 0
      ? nothing
      : html`<li class=${warn ? "warn" : ""}>
          <p>${warn ? icon("warning") : nothing}<strong>${sentence(text, { count })}</strong></p>
          ${content}
        </li>`;
  const groups = [
    group(
      texts["preview.authorities"],
      c.authorities.length,
      html`<p>${texts["preview.authorities.why"]}</p>
        ${bounded(c.authorities, context, value)}`,
      true,
    ),
    group(texts["preview.added"], c.added.length, bounded(c.added, context, value)),
    group(
      texts["preview.certificates"],
      c.certificates.length,
      bounded(c.certificates, context, one => certificate(one, context)),
    ),
    group(texts["preview.domains"], c.domains),
    group(
      texts["preview.removed"],
      c.removed.length,
      html`<p class="note">${texts["preview.removed.why"]}</p>
        ${bounded(c.removed, context, value)}`,
    ),
    group(
      texts["preview.revoked"],
      c.revoked.length,
      bounded(c.revoked, context, one =>
        sentence(texts["preview.revoked.one"], {
          provider: one.provider ?? "",
          date: dated(one.date, language),
          reason: reason(one.reason, context),
        }),
      ),
      true,
    ),
    group(texts["preview.revocations"], c.revocations),
    group(texts["preview.stated"], c.stated),
  ].filter(one => one !== nothing);
  return groups.length === 0 ? html`<p>${texts["preview.nothing"]}</p>` : html`<ul class="plain">${groups}</ul>`;
}

function reason(word: string, context: Context): Ours | string {
  const text = known(context, `revocation-reason.${word}`);
  return text === undefined ? word : ours(text);
}

function certificate(one: ListedCertificate, { texts, language }: Context): TemplateResult {
  const provider = one.provider ?? "";
  return one.sha256 === ""
    ? sentence(texts["preview.hash"], { provider })
    : sentence(texts["preview.certificate"], { provider, from: dated(one.notBefore, language), to: dated(one.notAfter, language) });
}

/** A fingerprint as people write it: in pairs, with colons or blanks, in either case. */
export function digits(fingerprint: string): string {
  return fingerprint.replace(/[\s:.-]/g, "").toLowerCase();
}
