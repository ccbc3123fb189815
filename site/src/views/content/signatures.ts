import { html, LitElement, nothing, type TemplateResult } from "lit";
import { ContentFault } from "../../core/content";
import { servicesSource } from "../../core/load/fetched";
import { define } from "../parts/define";
import { dated, moment, timed } from "../parts/format";
import type { FileSignature, Signed, Timestamp } from "../../model/report";
import type { Context } from "../parts/context";
import { inEnglish } from "../parts/english";
import { row } from "../parts/bounded";
import { sentence, set, value } from "../../texts/fill";
import type { Key } from "../../texts";
import { safeName } from "../parts/filenames";
import { save } from "../parts/save";
import { caseOf } from "../../model/signed";
import type { Source } from "../../core/source";

/** One file: an attachment, or the file itself. */
interface Judged {
  name: string;
  signed: Signed | undefined;
}

const STATES = { working: "signed.working", open: "signed.fault.open", changed: "signed.fault.changed" } as const;

/** `<pec-signatures>`: the signatures of the attachments of one report, or of a file that is no evidence; asked for by a button. */
export class PecSignatures extends LitElement {
  static override readonly properties = {
    source: { attribute: false },
    reportPart: { attribute: false },
    alone: { attribute: false },
    context: { attribute: false },
    judged: { state: true },
    state: { state: true },
  };

  declare source: Source;
  declare reportPart: string;
  /** The file itself is asked about. */
  declare alone: boolean;
  declare context: Context;
  declare judged: readonly Judged[] | undefined;
  declare state: "" | "working" | "open" | "changed";

  constructor() {
    super();
    this.alone = false;
    this.state = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  async ask(): Promise<void> {
    this.state = "working";
    try {
      const { file, sha256 } = this.source;
      const report = await this.source.ask({
        do: "signatures",
        file,
        sha256,
        part: this.reportPart,
        services: servicesSource(),
        beside: this.alone ? (this.source.beside?.() ?? []) : [],
      });
      this.judged = this.alone
        ? [{ name: file.name, signed: report.signed }]
        : (report.content?.attachments ?? []).map(({ name, signed }) => ({ name, signed }));
      this.state = "";
    } catch (error) {
      this.state = error instanceof ContentFault && error.changed ? "changed" : "open";
    }
  }

  protected override render(): TemplateResult {
    const { texts } = this.context;
    return html`<div class="signatures ${this.judged === undefined ? "unasked" : ""}">
      ${this.alone ? html`<h4>${texts["signed.title.alone"]}</h4>` : html`<h5>${texts["signed.title"]}</h5>`}
      ${
        this.judged === undefined
          ? html`<p class="note">${texts["signed.what"]}</p>
            <p class="tools">
              <button type="button" class="btn btn-outline-primary btn-sm" ?disabled=${this.state === "working"} @click=${() => void this.ask()}>
                ${texts[this.alone ? "signed.ask.alone" : "signed.ask"]}
              </button>
            </p>`
          : this.judged.map((one, number) => this.#file(one, this.alone ? -1 : number))
      }
      <p role="status">${this.state === "" ? nothing : texts[STATES[this.state]]}</p>
    </div>`;
  }

  #file({ name, signed }: Judged, number: number): TemplateResult {
    const { texts } = this.context;
    return html`<div class="attachment"><div>
      <p><strong>${name === "" ? texts["attachment.unnamed"] : set(name)}</strong></p>
      ${signed === undefined ? html`<p>${texts["signed.unseen"]}</p>` : this.#layer(signed, number, 0)}
    </div></div>`;
  }

  /** What one cover says, and what is inside of it. */
  #layer(signed: Signed, number: number, covers: number): TemplateResult {
    const { texts } = this.context;
    const { content } = signed;
    const all = signed.signatures ?? [];
    const nothingInside = content?.signed === undefined || content.signed.container === "";
    return html`
      ${
        all.length > 0 || (signed.timestamps ?? []).length > 0
          ? nothing
          : html`<p>${texts[signed.container === "encrypted" ? "signed.encrypted" : signed.container === "certificates" ? "signed.certificates" : "signed.none"]}</p>`
      }
      ${all.map(one => this.#signature(one, number, covers, signed.container === "pades"))}
      ${(signed.timestamps ?? []).map(stamp => html`<p>${this.#stamp(stamp)}</p>`)}
      ${(signed.unsigned ?? []).map(name => html`<p>${sentence(texts["signed.unsigned"], { name })}</p>`)}
      ${signed.nameFits ? nothing : html`<p class="program">${texts["signed.name"]}</p>`}
      ${(signed.active ?? []).length > 0 ? html`<p class="program">${texts["signed.active"]}</p>` : nothing}
      ${(signed.limits ?? []).length > 0 ? html`<p>${texts["signed.limit"]}</p>` : nothing}
      ${
        content === undefined || content.signed === undefined
          ? nothing
          : html`<div class="nested">
              <p>${sentence(texts["signed.inside"], { name: content.name })}</p>
              <p class="hash">${texts["attachment.sha256"]} <code>${value(content.sha256)}</code></p>
              <p class="tools">
                <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => void this.#save(number, covers + 1, 0, content.name)}>${texts["signed.save"]}</button>
              </p>
              ${nothingInside ? nothing : this.#layer(content.signed, number, covers + 1)}
            </div>`
      }`;
  }

  /** One line, and the rest behind it. */
  #signature(s: FileSignature, number: number, covers: number, pdf: boolean): TemplateResult {
    const { texts, language } = this.context;
    const what = caseOf(s);
    const { time, trust } = s;
    const date = timed(time.at, language);
    const older = s.checks.some(({ reason }) => reason === "attachment.authority.older");
    const claimed = moment(time.claimed ?? "", language);
    return html`<details class="signature ${s.intact ? "" : "broken"}">
      <summary>
        <strong>${sentence(texts[`signed.${what}` as Key], { name: s.signer?.name ?? "", date: timed(trust.revokedAt ?? "", language) })}.</strong>
        ${s.intact || s.covers.what !== "none" ? texts[`signed.covers.${s.covers.what}`] : nothing}
      </summary>
      ${trust.path === "list" ? html`<p>${sentence(texts["signed.listed"], { provider: trust.provider ?? "", list: trust.list ?? "", date: dated(trust.listDate ?? "", language) })}</p>` : nothing}
      ${what === "unlisted" ? html`<p>${sentence(texts["signed.unlisted.why"], { date: dated(trust.listDate ?? "", language) })} ${older ? texts["signed.older"] : nothing}</p>` : nothing}
      ${s.signer === undefined ? nothing : html`<p>${sentence(texts[`signed.time.${time.basis}`], { date })} ${time.basis === "none" ? texts["signed.add"] : nothing}</p>`}
      ${s.intact ? this.#revocation(s) : nothing}
      ${(s.timestamps ?? []).map(stamp => html`<p>${this.#stamp(stamp)}</p>`)}
      ${(s.counterSigners ?? []).map(({ name }) => html`<p>${sentence(texts["signed.counter"], { name })}</p>`)}
      ${
        pdf && (s.covers.what === "changed" || s.covers.what === "revision")
          ? html`<p class="tools">
              <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => void this.#save(number, covers, s.index, "")}>${texts["signed.save.revision"]}</button>
            </p>`
          : nothing
      }
      <details>
        <summary>${texts["signed.more"]}</summary>
        <dl>
          ${
            s.signer === undefined
              ? nothing
              : html`${row(texts["signed.issuer"], value(s.signer.issuer))}
                ${s.signer.identifier ? row(texts["signed.identifier"], value(s.signer.identifier)) : nothing}
                ${row(texts["signed.certificate"], html`<code>${value(s.signer.sha256)}</code>`)}`
          }
          ${claimed === undefined ? nothing : row(texts["signed.claimed"], claimed.rome)}
        </dl>
        <p>${value(`${s.format} ${s.indication} ${s.subindication}`)}</p>
        ${s.checks.filter(({ status }) => status !== "passed").map(({ detail }) => html`<p class="note">${inEnglish(detail, this.context)}</p>`)}
      </details>
    </details>`;
  }

  /** What the authority says of the certificate; what was revoked stands in the line above. */
  #revocation({ checks, trust }: FileSignature): TemplateResult | typeof nothing {
    const { texts, language } = this.context;
    const check = checks.find(({ id }) => id === "attachment.revocation");
    if (trust.revocation === "unknown") {
      const weak = check?.reason !== undefined && check.reason !== "attachment.revocation.unknown";
      return html`<p>${texts["signed.revocation"]} ${weak ? texts["signed.revocation.weak"] : nothing}</p>`;
    }
    if (trust.revocation === "revoked") return nothing;
    const later = check?.reason === "attachment.revocation.later";
    return html`<p>${sentence(texts[later ? "signed.revocation.later" : "signed.revocation.good"], { date: timed(check?.values?.["date"] ?? "", language) })}</p>`;
  }

  #stamp(stamp: Timestamp): TemplateResult {
    const { texts, language } = this.context;
    return stamp.indication === "TOTAL-PASSED"
      ? sentence(texts["signed.stamp"], { date: timed(stamp.at, language), authority: stamp.authority ?? "" })
      : html`${texts["signed.stamp.open"]}`;
  }

  async #save(number: number, covers: number, revision: number, name: string): Promise<void> {
    try {
      const bytes = await this.source.ask({
        do: "signedFile",
        file: this.source.file,
        sha256: this.source.sha256,
        part: this.reportPart,
        number,
        covers,
        revision,
      });
      const own = number < 0 ? this.source.file.name : (this.judged?.[number]?.name ?? "");
      save([bytes], (this.source.prefix ?? "") + safeName(name || own, "documento.pdf"));
      this.state = "";
    } catch (error) {
      this.state = error instanceof ContentFault && error.changed ? "changed" : "open";
    }
  }
}

define("pec-signatures", PecSignatures);
