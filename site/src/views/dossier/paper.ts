import { html, nothing, render, type TemplateResult } from "lit";
import { dated, size, timed } from "../parts/format";
import type { Context } from "../parts/context";
import { ours, sentence, set, value } from "../../texts/fill";
import element from "../../styles/element.scss";
import page from "../../styles/paper.scss";
import { checklistView } from "./checklist";
import { drawing } from "./drawing";
import type { Dossier } from "../../model/dossier";
import { factsTable } from "./facts";
import { leftoverTable, unjudgedView } from "./leftover";
import { inOrder, type Placed } from "./order";
import { originalView } from "./copies";
import { recipientsTable } from "./recipients";
import { aboutView, headView, troubleView } from "./sending";
import { tone } from "../../model/standing";

/** More would be a book; the rest is in the data. */
const MOST_SENDINGS = 300;
const MOST_LINES = 5000;

/** The first lines of a table, and how many are left out. */
function some<Item>(all: readonly Item[], context: Context): { lines: readonly Item[]; cut: TemplateResult | typeof nothing } {
  const lost = all.length - MOST_LINES;
  return {
    lines: all.slice(0, MOST_LINES),
    cut: lost <= 0 ? nothing : html`<p class="cut">${sentence(context.texts["dossier.print.cut"], { count: String(lost) })}</p>`,
  };
}

/** The dossier's report on paper: each transmission in full, then all files with their SHA-256. Nothing in it can be pressed. */
export function paper(dossier: Dossier, context: Context, placed: readonly Placed[] = inOrder(dossier, context.texts)): TemplateResult {
  const { texts, language } = context;
  const { rest, lines } = dossier;
  const shown = lines.slice(0, MOST_SENDINGS);
  const lost = lines.length - shown.length;
  const index = some(placed, context);
  const leftover = some(rest.leftover, context);
  // What was not read, or is gone, lies in no archive.
  const archived = new Set(placed.map(({ file }) => file.sha256));
  const unplaced = rest.leftover.filter(({ file }) => !archived.has(file.sha256)).reduce((sum, { unjudged = 1 }) => sum + unjudged, 0);
  return html`<div class="paper dossier">
    <h1>${texts["dossier.print.title"]}</h1>
    <p>${sentence(texts["dossier.print.now"], { now: timed(rest.now, language) })}</p>
    <p><strong>${texts["dossier.print.keep"]}</strong></p>
    ${unjudgedView(dossier, context, undefined)}
    ${shown.map((line, number) => {
      const transmission = dossier.transmission(number);
      const recipients = some(transmission.recipients, context);
      const facts = some(transmission.evidence, context);
      return html`<article class="sending ${tone(line)}">
        ${headView(transmission, line, number, `paper-${number}`, context)}
        <div class="body">
          ${troubleView(transmission, context, undefined)}
          <section><h4>${texts["dossier.line"]}</h4>${drawing(transmission, context)}</section>
          <section><h4>${texts["dossier.recipients"]}</h4>${recipientsTable(transmission, recipients.lines, context, undefined)}${recipients.cut}</section>
          <section><h4>${texts["dossier.facts"]}</h4>${factsTable(facts.lines, context, undefined)}${facts.cut}</section>
          ${originalView(transmission, context, undefined)} ${aboutView(transmission, context)} ${checklistView(transmission, context, undefined)}
        </div>
      </article>`;
    })}
    ${lost === 0 ? nothing : html`<p>${sentence(texts["dossier.print.more"], { count: String(lost) })}</p>`}
    ${
      rest.leftover.length === 0
        ? nothing
        : html`<section class="leftover"><h3>${texts["dossier.leftover"]}</h3>${leftoverTable(leftover.lines, context, undefined)}${leftover.cut}</section>`
    }
    <section class="index">
      <h3>${texts["dossier.print.index"]}</h3>
      <table class="facts-table">
        <thead>
          <tr>
            <th scope="col">${texts["dossier.print.number"]}</th>
            <th scope="col">${texts["dossier.facts.file"]}</th>
            <th scope="col">${texts["dossier.print.size"]}</th>
            <th scope="col">${texts["dossier.print.sha256"]}</th>
          </tr>
        </thead>
        <tbody>
          ${index.lines.map(
            ({ file, path }, i) => html`<tr>
              <td>${i + 1}</td>
              <td>${set(file.name)}<span class="note">${set(path)}</span></td>
              <td>${size(file.size, language)}</td>
              <td><code>${value(file.sha256)}</code></td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${index.cut}
      ${unplaced === 0 ? nothing : html`<p class="cut">${sentence(texts["dossier.print.unplaced"], { count: String(unplaced) })}</p>`}
    </section>
    <footer>
      <p>${sentence(texts["print.version"], { version: ours(BUILD_VERSION), today: dated(new Date().toISOString(), language) })}</p>
    </footer>
  </div>`;
}

/** The same as a page of its own, in which nothing runs or loads. */
export function paperPage(dossier: Dossier, context: Context, placed: readonly Placed[]): string {
  const container = document.createElement("div");
  render(paper(dossier, context, placed), container);
  for (const details of container.querySelectorAll("details")) details.open = true;
  const title = context.texts["dossier.print.title"];
  return `<!doctype html>
<html lang="${context.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${element}${page}</style>
</head>
<body>${container.innerHTML.replace(/<!--.*?-->/gs, "")}</body>
</html>
`;
}
