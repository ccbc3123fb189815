// For the page around a frame: gives every <iframe data-pec-verifier> the height that its content asks for.
import { message, type FromFrame } from "./messages";

addEventListener("message", event => {
  const told = message<FromFrame>(event.data);
  if (told?.type !== "height" || !Number.isFinite(told.height)) return;
  for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe[data-pec-verifier]")) {
    if (event.source === frame.contentWindow && event.origin === new URL(frame.src).origin) frame.style.height = `${told.height}px`;
  }
});
