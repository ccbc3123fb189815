import { html, type TemplateResult } from "lit";
import { sentence } from "../../texts/fill";
import { day } from "../format";
import type { Report } from "../types";
import { answer, ANSWERS, type Answer, type Question } from "../verdict";
import { known, type Context } from "./context";
import { icon } from "./icon";

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
  const none = context.texts["value.none"];
  return sentence(known(context, `${question}.${said}`) ?? "", {
    list: report.trust?.list || none,
    date: report.trust?.listDate ? day(report.trust.listDate, context.language) : none,
  });
}
