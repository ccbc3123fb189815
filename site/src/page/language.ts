import { choose, isLanguage, load, spoken, textsOf, type Key, type Language } from "../pec-verifier.js";

const STORED = "language";

/** What a page shows in the language of the page: elements with a text, and custom elements with a `lang` of their own. */
const SPEAKING = "pec-verifier, pec-update, pec-offline, pec-proof";

let wanted: Language;

function remembered(): Language | undefined {
  try {
    const language = localStorage.getItem(STORED) ?? "";
    return isLanguage(language) ? language : undefined;
  } catch {
    return undefined; // storage is blocked: nothing is remembered
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // as above
  }
}

async function speak(language: Language): Promise<void> {
  wanted = language;
  await load(language);
  if (wanted !== language) return; // another one was chosen meanwhile
  const texts = textsOf(language);
  document.documentElement.lang = spoken(language);
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = texts[element.dataset["text"] as Key];
  }
  document.querySelector("meta[name=description]")?.setAttribute("content", texts["page.description"]);
  for (const element of document.querySelectorAll<HTMLElement>(SPEAKING)) element.lang = language;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset["language"] === language));
  }
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-language]")) {
  button.addEventListener("click", () => {
    const language = button.dataset["language"]!;
    if (!isLanguage(language)) return;
    void speak(language);
    remember(language);
  });
}
void speak(remembered() ?? choose(navigator.languages));
