import { html, type TemplateResult } from "lit";
import { moment } from "../parts/format";
import type { Indication } from "../../model/report";
import { known, type Context } from "../parts/context";
import { spelled } from "../parts/names";
import { readable, translated } from "../parts/said";
import { ours, quoted, value, type Ours, type Value } from "../../texts/fill";
import type { Said } from "../../model/transmission";

/** The words of a verdict, as its result has them. */
const TONES: Record<Indication, string> = {
  "TOTAL-PASSED": "good",
  INDETERMINATE: "unknown",
  "TOTAL-FAILED": "bad",
  "NO-EVIDENCE": "none",
};

/** A sentence that ends with an absent one has no dash there. */
const ABSENT: Record<string, Value> = { errorDetail: ours("") };

/** A statement of the core in the reader's language. */
export function said(one: Said, context: Context): TemplateResult {
  if (one.reason === "leftover.none" || one.reason === "leftover.unopened") {
    const what = known(context, `reason.${one.values?.["type"] ?? ""}`);
    return html`${context.texts[`dossier.reason.${one.reason}`]}${what === undefined ? "" : ` ${what}`}`;
  }
  return translated(one, known(context, `dossier.reason.${one.reason}`), (name, text) => word(name, text, context), context, ABSENT);
}

/** The same as a text for a file. */
export function saidPlainly(one: Said, context: Context): string {
  const values = { ...ABSENT, ...readable(one, (name, text) => word(name, text, context)) };
  return quoted(known(context, `dossier.reason.${one.reason}`) ?? one.detail, values).trim();
}

function word(name: string, text: string, context: Context): Value {
  const own = (key: string): Ours | undefined => {
    const found = known(context, key);
    return found === undefined ? undefined : ours(found.split(":", 1)[0]!);
  };
  switch (name) {
    case "kind":
      return own(`kind.${text}`) ?? text;
    case "error":
      return own(`error.${text}`) ?? text;
    case "fields":
      return text.split(", ").flatMap((field, i) => [...(i === 0 ? [] : [ours(", ")]), own(`dossier.field.${field}`) ?? field]);
    case "indication":
    case "why":
      return own(`tone.${TONES[text.split(" ", 1)[0] as Indication]}`) ?? text;
    case "first":
    case "second":
      return own(`recipient.${text}`) ?? spelled(text, context);
    default:
      return spelled(text, context);
  }
}

/** A time as it stands in a table: Rome's, with UTC beside it for machines. */
export function when(time: string, context: Context): TemplateResult {
  const at = moment(time, context.language);
  return at === undefined ? value(time || context.texts["value.none"]) : html`<time datetime=${time}>${at.rome}</time>`;
}
