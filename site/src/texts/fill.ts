import { html, type TemplateResult } from "lit";
import { visible } from "../safe/visible";

const SLOT = /\{([\w-]+)\}/;

/**
 * Puts values into a sentence, each isolated, so that no value can turn the direction of the words around it.
 * Values come from messages: hostile. One that is not there leaves a dash.
 */
export function sentence(text: string, values: Readonly<Record<string, string>> = {}): TemplateResult {
  const pieces = text.split(SLOT).map((piece, i) => (i % 2 === 0 ? piece : value(values[piece] || "–")));
  return html`${pieces}`;
}

/** One value of a message, isolated and with nothing invisible in it. */
export function value(text: string): TemplateResult {
  return html`<bdi>${visible(text)}</bdi>`;
}

/** The same sentence without markup, for announcements and attributes; U+2068 and U+2069 isolate there. */
export function plain(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replace(new RegExp(SLOT, "g"), (_, name: string) => `\u2068${visible(values[name] || "–")}\u2069`);
}
