import { html, type TemplateResult } from "lit";
import type { Report } from "../../model/report";
import type { Answer } from "../../model/verdict";
import type { Context } from "../parts/context";
import type { Dossier } from "../../model/dossier";
import { said } from "./words";

/** The answer to "does it agree with the other receipts?", with its reason. */
export interface Match {
  said: Answer;
  why: TemplateResult;
  /** There is no other evidence of the same sending. */
  nothingThere?: boolean;
}

/** Undefined while there is no dossier to tell. */
export function match(report: Report, dossier: Dossier | undefined, context: Context): Match | undefined {
  if (dossier === undefined) return undefined;
  const place = dossier.place(report);
  if (place === undefined) {
    const leftover = dossier.leftover(report);
    if (leftover === undefined) return undefined;
    // Where nothing at all is evidence there was nothing to compare.
    if (dossier.lines.length === 0) return { said: "open", nothingThere: true, why: html`${context.texts["dossier.reason.match.alone"]}` };
    return { said: "open", why: said(leftover, context) };
  }
  const transmission = dossier.transmission(place[0]);
  const { match } = transmission.evidence[place[1]]!;
  const against = match.contradictions.map(number => transmission.contradictions[number]!);
  return {
    said: match.status,
    nothingThere: match.status === "open" && match.reason === "match.alone",
    why: html`${said(match, context)}${against.map(one => html` ${said(one, context)}`)}`,
  };
}
