import { html, nothing, type TemplateResult } from "lit";
import { known, type Context } from "../parts/context";
import { bounded, row } from "../parts/bounded";
import { set, value } from "../../texts/fill";
import { fileLink, type Go } from "./sources";
import type { Original, Transmission } from "../../model/transmission";
import { said } from "./words";

/** The message that was sent, and whether its copies agree. */
export function originalView(transmission: Transmission, context: Context, go: Go): TemplateResult {
  const { texts } = context;
  const { original } = transmission;
  const fields = (all: string[]): string => all.map(field => known(context, `dossier.field.${field}`) ?? field).join(", ");
  const attachments = original.message?.attachments ?? [];
  return html`<section class="original">
    <h4>${texts["dossier.original"]}</h4>
    <p>${texts[`dossier.original.${original.agreement}`]}</p>
    ${original.differences.length === 0 ? nothing : bounded(original.differences, context, one => said(one, context))}
    ${
      original.notes.length === 0
        ? nothing
        : html`<p>${texts["dossier.original.notes"]}</p>
          ${bounded(original.notes, context, one => said(one, context))}`
    }
    <dl>
      ${
        original.copies.length === 0
          ? nothing
          : row(
              texts["dossier.original.copies"],
              bounded(original.copies, context, copy => copyView(copy, transmission, context, go)),
            )
      }
      ${original.compared.length === 0 ? nothing : row(texts["dossier.original.compared"], fields(original.compared))}
      ${original.notCompared.length === 0 ? nothing : row(texts["dossier.original.not-compared"], fields(original.notCompared))}
      ${
        attachments.length === 0
          ? nothing
          : row(
              texts["content.attachments"],
              html`${original.certified ? nothing : html`<p>${texts["dossier.original.uncertified"]}</p>`}${bounded(
                attachments,
                context,
                one =>
                  html`${one.name === "" ? texts["attachment.unnamed"] : set(one.name)}<br /><span class="note">SHA-256 <code>${value(one.sha256)}</code></span>`,
              )}`,
            )
      }
    </dl>
  </section>`;
}

function copyView(copy: Original["copies"][number], transmission: Transmission, { texts }: Context, go: Go): TemplateResult {
  const place = copy.source ?? transmission.evidence[copy.evidence];
  return html`${place === undefined ? nothing : fileLink(place, go)}
    <span class="note">${texts[`dossier.original.${copy.from}`]}${copy.form === "hashes" ? html`, ${texts["dossier.original.hashes"]}` : nothing}</span>`;
}
