// embed.html: the element alone, in a frame of another site.
import { message, VERSION, type FromFrame, type ToFrame } from "./messages";
import { settings } from "./settings";
import "./drop";
import { choose, isLanguage, load, textsOf, type Language } from "../pec-verifier.js";

const { origin, lang, theme, primary, organisation, contact, compact, reports } = settings(
  new URLSearchParams(location.search),
  parent !== window,
);
const verifier = document.querySelector("pec-verifier")!;

async function speak(language: Language): Promise<void> {
  await load(language);
  const texts = textsOf(language);
  document.documentElement.lang = language;
  document.title = texts["page.title"];
  verifier.lang = language;
  const told = document.querySelector("#told")!;
  told.textContent = reports ? texts["embed.reports"].replace("{origin}", origin ?? "") : "";
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]"))
    element.textContent = texts[element.dataset["text"] as "page.broken"];
}

function tell(what: FromFrame): void {
  if (origin !== undefined) parent.postMessage(what, origin);
}

verifier.organisation = organisation;
verifier.contact = contact;
verifier.compact = compact;
document.documentElement.style.colorScheme = theme === "auto" ? "light dark" : theme;
verifier.style.setProperty("--pec-primary", primary);
void speak(isLanguage(lang) ? lang : choose(navigator.languages));

if (origin !== undefined) {
  addEventListener("message", event => {
    if (event.origin !== origin || event.source !== parent) return;
    const asked = message<ToFrame>(event.data);
    if (asked?.type === "language" && isLanguage(asked.language)) void speak(asked.language);
    if (asked?.type === "clear") verifier.clear();
  });
  const height = (): void => tell({ pec: VERSION, type: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });
  new ResizeObserver(height).observe(document.body);
  const state = (): void => tell({ pec: VERSION, type: "state", state: verifier.state });
  new MutationObserver(state).observe(verifier, { attributeFilter: ["state"] });
  state();
  if (reports)
    verifier.addEventListener("pec-report", event => tell({ pec: VERSION, type: "report", report: (event as CustomEvent).detail }));
}
