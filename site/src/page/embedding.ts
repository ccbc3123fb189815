// embedding.html: how another site takes the element or the frame in, with addresses and hashes filled in.
import "./language";
import { isLanguage, textsOf } from "../pec-verifier.js";

const here = new URL(".", location.href);
for (const code of document.querySelectorAll(".snippet code")) {
  code.textContent = code
    .textContent!.replaceAll("https://verifica.example/", here.href)
    .replaceAll("https://verifica.example", here.origin);
}

const frame = document.querySelector<HTMLIFrameElement>("#demo-frame")!;
frame.src = new URL(`embed.html?compact&origin=${encodeURIComponent(location.origin)}`, here).href;

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.addEventListener("click", () => void copy(document.getElementById(button.dataset["copy"]!)!));
}

async function copy(snippet: HTMLElement): Promise<void> {
  const language = document.documentElement.lang;
  getSelection()?.selectAllChildren(snippet);
  try {
    await navigator.clipboard.writeText(snippet.textContent ?? "");
  } catch {
    return; // it stays selected, to be copied by hand
  }
  document.getElementById("copied")!.textContent = textsOf(isLanguage(language) ? language : "it")["demo.copied"];
}
