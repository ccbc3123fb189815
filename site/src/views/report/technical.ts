import { html, nothing, type TemplateResult } from "lit";
import { sentence, set, value } from "../../texts/fill";
import { dated, size } from "../parts/format";
import type { Report } from "../../model/report";
import type { Context } from "../parts/context";
import { headersView } from "./headers";
import { bounded, row } from "../parts/bounded";
import { section } from "../parts/section";
import { listDate, listNames } from "../parts/names";
import { time } from "./statement";

/** Every fact that a lawyer or an expert may ask for. */
export function technicalView(report: Report, context: Context): TemplateResult {
  const { texts, language } = context;
  const { signature, trust, file } = report;
  return section(
    "technical",
    texts["technical.title"],
    texts[report.indication === "NO-EVIDENCE" ? "technical.summary.none" : "technical.summary"],
    html`<dl>
      ${row(texts["technical.indication"], html`<code>${value([report.indication, report.subindication].filter(Boolean).join(" / "))}</code>`)}
      ${row(texts["technical.file"], value(file.name))}
      ${row(texts["technical.size"], size(file.size, language))}
      ${row(texts["technical.sha256"], html`<code>${value(file.sha256)}</code>`)}
      ${report.kind === "none" ? nothing : row(texts["technical.part"], report.part === "" ? texts["technical.whole"] : value(report.part))}
      ${signature === undefined ? nothing : signatureRows(signature, context)}
      ${
        trust === undefined
          ? nothing
          : html`${row(texts["technical.trust"], html`${texts[`trust.${trust.path}`]}${trust.provider === "" ? nothing : html` ${set(trust.provider)}`}`)}
          ${row(
            texts["technical.list"],
            sentence(texts["technical.list.value"], { list: listNames(trust, context), date: listDate(trust.listDate, context) }),
          )}
          ${row(texts["technical.revocation"], texts[`revocation.${trust.revocation}`])}`
      }
    </dl>
    ${headersView(report, context)}`,
  );
}

function signatureRows(signature: NonNullable<Report["signature"]>, context: Context): TemplateResult {
  const { texts, language } = context;
  const { signer } = signature;
  return html`
    ${row(
      texts["technical.signature"],
      sentence(texts["technical.signature.value"], {
        algorithm: signature.algorithm,
        bits: signature.keyBits,
        digest: signature.digest,
      }),
    )}
    ${signature.signingTime === "" ? nothing : row(texts["technical.signingTime"], time(signature.signingTime, context))}
    ${
      signer === undefined
        ? nothing
        : html`${row(texts["technical.signer"], value(signer.subject))}
        ${row(texts["technical.issuer"], value(signer.issuer))}
        ${row(texts["technical.email"], bounded(signer.email ?? [], context, value))}
        ${row(
          texts["technical.validity"],
          sentence(texts["technical.validity.value"], { from: dated(signer.notBefore, language), to: dated(signer.notAfter, language) }),
        )}
        ${row(texts["technical.serial"], html`<code>${value(signer.serial)}</code>`)}
        ${row(texts["technical.certificate"], html`<code>${value(signer.sha256)}</code>`)}`
    }
  `;
}
