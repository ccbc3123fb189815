import { html, type TemplateResult } from "lit";
import { sentence } from "../../texts/fill";
import type { Report } from "../../model/report";
import { ANSWERS, type Answer, type Question } from "../../model/verdict";
import { known, ofSystem, type Context } from "../parts/context";
import { icon } from "../parts/icon";
import { explanation } from "./explanation";
import { listDate, listNames } from "../parts/names";

/** Four separate answers, each with its reason. */
export function answersView(report: Report, context: Context): TemplateResult {
  const { texts } = context;
  return html`<section class="answers">
    <h4 class="visually-hidden">${texts["answers.title"]}</h4>
    <ul class="plain">
      ${ANSWERS.map(question => {
        const { said, why, nothingThere } = question === "match" ? matched(report, context) : alone(report, question, context);
        return html`<li class="answer ${nothingThere ? "none" : said}">
          ${icon(nothingThere ? "skipped" : said)}
          <div>
            <p>${ofSystem(report, context, `question.${question}`)} <strong>${nothingThere ? texts["answer.alone"] : texts[`answer.${said}`]}</strong></p>
            <p class="note">${why}</p>
          </div>
        </li>`;
      })}
    </ul>
    <details class="why">
      <summary>${texts["answers.why"]}</summary>
    </details>
  </section>`;
}

interface Said {
  said: Answer;
  why: TemplateResult;
  /** There was nothing to look at: no doubt, and no answer. */
  nothingThere?: boolean;
}

/** Held against the other files that were given. */
function matched(report: Report, context: Context): Said {
  return context.match?.(report) ?? { said: "open", why: html`${context.texts["match.pending"]}` };
}

/** Checks whose failure says more than the answer: which data do not agree, from when to when the certificate was good. */
const WHY = { bytes: /^$/, signer: /^signer\.certificate$|^trust\.(validity|revocation)$/, evidence: /^evidence\./ };

function alone(report: Report, question: Exclude<Question, "match">, context: Context): Said {
  const said = report.answers[question];
  if (question !== "bytes" && report.answers.bytes !== "yes") return { said, why: html`${context.texts["bytes-first"]}` };
  const failed = report.checks.find(({ id, status }) => status === "failed" && WHY[question].test(id));
  if (failed !== undefined && said !== "yes") return { said, why: explanation(failed, report, context) };
  const why = sentence(known(context, `${question}.${said}`) ?? "", {
    list: listNames(report.trust, context),
    date: listDate(report.trust?.listDate ?? "", context),
  });
  return { said, why };
}
