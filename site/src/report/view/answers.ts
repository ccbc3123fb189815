import { html, type TemplateResult } from "lit";
import { sentence } from "../../texts/fill";
import type { Report } from "../types";
import { answer, ANSWERS, type Answer, type Question } from "../verdict";
import { known, type Context } from "./context";
import { icon } from "./icon";
import { listDate, listName } from "./names";

/** Four separate answers, each with its reason. */
export function answersView(report: Report, context: Context): TemplateResult {
  const { texts } = context;
  return html`<section class="answers">
    <h4>${texts["answers.title"]}</h4>
    <ul class="plain">
      ${ANSWERS.map((question) => {
        const said = answer(report, question);
        return html`<li class="answer ${said}">
          ${icon(said)}
          <div>
            <p>${texts[`question.${question}`]} <strong>${texts[`answer.${said}`]}</strong></p>
            <p class="note">${reason(report, question, said, context)}</p>
          </div>
        </li>`;
      })}
    </ul>
  </section>`;
}

function reason(report: Report, question: Question, said: Answer, context: Context): TemplateResult {
  if (question !== "bytes" && question !== "match" && answer(report, "bytes") !== "yes") return html`${context.texts["bytes-first"]}`;
  return sentence(known(context, `${question}.${said}`) ?? "", {
    list: listName(report.trust?.list ?? "", context),
    date: listDate(report.trust?.listDate ?? "", context),
  });
}
