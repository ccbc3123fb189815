// A React application around the element: window.show says what is where. Strict mode mounts everything twice.
import { createElement, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";

const root = createRoot(document.getElementById("root"));
window.heard = [];

window.show = ({ order = ["words", "verifier"], inside = "first", organisation = "Comune di Esempio", props = {} }) => {
  const pieces = {
    words: createElement("p", { key: "words" }, "Altre cose della pagina"),
    verifier: createElement("pec-verifier", {
      key: "verifier",
      lang: "it",
      organisation,
      "onpec-report": event => window.heard.push(event.detail),
      ...props,
    }),
  };
  const all = order.map(name => pieces[name]);
  flushSync(() => root.render(createElement(StrictMode, null, createElement("section", { key: inside }, all))));
};
