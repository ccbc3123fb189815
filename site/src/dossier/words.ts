import { html, type TemplateResult } from "lit";
import { moment } from "../report/format";
import type { Indication } from "../report/types";
import { known, type Context } from "../report/view/context";
import { inEnglish } from "../report/view/english";
import { readable } from "../report/view/names";
import { sentence, value } from "../texts/fill";
import type { Said } from "./types";

/** The words of a verdict, as its result has them. */
const TONES: Record<Indication, string> = {
  "TOTAL-PASSED": "good",
  INDETERMINATE: "unknown",
  "TOTAL-FAILED": "bad",
  "NO-EVIDENCE": "none",
};

const ERROR = ": {error}";

/** A statement of the core in the reader's language, or its English sentence where there is none yet. */
export function said(one: Said, context: Context): TemplateResult {
  if (one.reason === "leftover.none" || one.reason === "leftover.unopened") {
    const what = known(context, `reason.${one.values?.["type"] ?? ""}`);
    return html`${context.texts[`dossier.reason.${one.reason}`]}${what === undefined ? "" : ` ${what}`}`;
  }
  const text = known(context, `dossier.reason.${one.reason}`);
  if (text === undefined) return inEnglish(one.detail, context);
  const values = readableValues(one, context);
  // What a library said, as beside a check.
  if (text.endsWith(ERROR) && one.reason.startsWith("leftover.")) {
    const error = one.values?.["error"] ?? "";
    return html`${sentence(text.replace(ERROR, "."), values)}${error === "" ? "" : html` ${inEnglish(error, context)}`}`;
  }
  return sentence(text, values);
}

/** The same as a text for a file: whoever writes it there makes it harmless. */
export function saidPlainly(one: Said, context: Context): string {
  const values = readableValues(one, context);
  return (known(context, `dossier.reason.${one.reason}`) ?? one.detail)
    .replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "–")
    .trim();
}

/** The values of a statement as people read them. A sentence that ends with an absent one has no dash there. */
export function readableValues(one: Said, context: Context): Record<string, string> {
  const values: Record<string, string> = { errorDetail: "\u00a0" };
  for (const [name, text] of Object.entries(one.values ?? {})) values[name] = word(name, text, context);
  return values;
}

function word(name: string, text: string, context: Context): string {
  switch (name) {
    case "kind":
      return known(context, `kind.${text}`) ?? text;
    case "error":
      return known(context, `error.${text}`) ?? text;
    case "fields":
      return text
        .split(", ")
        .map(field => known(context, `dossier.field.${field}`) ?? field)
        .join(", ");
    case "indication":
    case "why":
      return known(context, `tone.${TONES[text.split(" ", 1)[0] as Indication]}`) ?? text;
    case "first":
    case "second":
      return known(context, `recipient.${text}`)?.split(":", 1)[0] ?? readable(text, context);
    default:
      return readable(text, context);
  }
}

/** A time as it stands in a table: Rome's, with UTC beside it for machines. */
export function when(time: string, context: Context): TemplateResult {
  const at = moment(time, context.language);
  return at === undefined ? value(time || context.texts["value.none"]) : html`<time datetime=${time}>${at.rome}</time>`;
}
