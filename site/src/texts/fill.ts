import { html, type TemplateResult } from "lit";
import { apart, visible } from "./visible";

const SLOT = /\{([\w-]+)\}/;

/** Words of the program's own that stand in a sentence: a date that it wrote, a name from its tables. */
export class Ours {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What is put into a sentence. A string is a message's, or somebody's who gave a file: hostile. */
export type Value = string | number | Ours | readonly (string | Ours)[];
export type Values = Readonly<Record<string, Value>>;

/** Marks words as the program's own. */
export function ours(text: string): Ours {
  return new Ours(text);
}

/**
 * Puts values into a sentence of ours. One of a message never continues it: it is isolated, so that it cannot turn the
 * direction of the words around it, stands in a box of its own, and is short and without quotes that would close ours (see
 * apart). One that is not there leaves a dash.
 */
export function sentence(text: string, values: Values = {}): TemplateResult {
  const pieces = text.split(SLOT).map((piece, i) => (i % 2 === 0 ? piece : each<unknown>(values[piece], ({ text }) => text, set)));
  return html`${pieces}`;
}

/** The same sentence without markup, for announcements and attributes; U+2068 and U+2069 isolate there. */
export function plain(text: string, values: Values = {}): string {
  return text.replace(new RegExp(SLOT, "g"), (_, name: string) =>
    each(
      values[name],
      ({ text }) => text,
      one => `\u2068${apart(one)}\u2069`,
    ).join(""),
  );
}

/** The same sentence for a file or a document, where nothing but quotes can show where a value begins and ends. */
export function quoted(text: string, values: Values = {}): string {
  return text.replace(new RegExp(SLOT, "g"), (_, name: string) =>
    each(
      values[name],
      ({ text }) => text,
      one => `«${apart(one)}»`,
    ).join(""),
  );
}

/** A value that stands alone, in a field or a line of its own: isolated, with nothing invisible in it. */
export function value(text: string): TemplateResult {
  return html`<bdi>${visible(text)}</bdi>`;
}

/** A value among words of ours: in a box of its own. */
export function set(text: string): TemplateResult {
  return html`<bdi class="apart">${apart(text)}</bdi>`;
}

/** Digits say nothing that could be taken for a word of ours. */
const DIGITS = /^\d{1,15}$/;

function each<Shown>(given: Value | undefined, own: (one: Ours) => Shown, their: (text: string) => Shown): Shown[] {
  const all = typeof given === "object" && !(given instanceof Ours) ? given : [given ?? ""];
  return all.map(one => {
    if (one instanceof Ours) return own(one);
    const text = String(one);
    if (text === "") return own(new Ours("–"));
    return DIGITS.test(text) ? own(new Ours(text)) : their(text);
  });
}
