// The page around the element: its texts in the chosen language, and drops that miss the drop zone.
import { choose, isLanguage, texts, type Key, type Language } from "./pec-verifier.js";

const STORED = "language";

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

function speak(language: Language): void {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = texts[language][element.dataset["text"] as Key];
  }
  document.querySelector("meta[name=description]")?.setAttribute("content", texts[language]["page.description"]);
  for (const verifier of document.querySelectorAll("pec-verifier")) verifier.lang = language;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset["language"] === language));
  }
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-language]")) {
  button.addEventListener("click", () => {
    const language = button.dataset["language"]!;
    if (!isLanguage(language)) return;
    speak(language);
    remember(language);
  });
}
speak(remembered() ?? choose(navigator.languages));

// A file dropped beside the zone would make the browser leave the page and open it; it is checked instead.
const verifier = document.querySelector("pec-verifier")!;
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  void verifier.take(event.dataTransfer);
});
