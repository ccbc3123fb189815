import { trusted } from "../../core/trusted";
import { visible, visibleLines } from "../../texts/visible";

/** What the frame of a mail may do: nothing but show its own styles and pictures that it carries. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const KEPT = new Set(
  (
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em " +
    "figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span " +
    "strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr style"
  ).split(" "),
);
/** Elements that go with all that is in them; of others only the element goes. */
const DROPPED = new Set(
  "script noscript template iframe frame frameset object embed applet svg math audio video canvas head title select textarea".split(" "),
);
const ATTRIBUTES = new Set(
  "align alt bgcolor border cellpadding cellspacing class color colspan dir face height lang rowspan size span start style title type valign width".split(
    " ",
  ),
);
const PICTURES = /^data:image\/(png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]*$/i;
const MOST_ELEMENTS = 20_000;

/** Links that are listed below a message. */
const MOST_LINKS = 500;
/** What stands beside a link: no style of the mail's is stronger than a property of the element itself. */
const BESIDE =
  "all:initial!important;display:inline!important;position:static!important;font:0.85em monospace!important;color:#5a6772!important;background:#fff!important;white-space:normal!important";

/** Where a link leads, and what the sender calls it; "" where that is the same. */
export interface Link {
  text: string;
  target: string;
}

/** A document made of what a sender wrote. */
export interface Formatted {
  /** For the attribute srcdoc of a frame with an empty sandbox. */
  document: string;
  /** Remote pictures that are not loaded. */
  remote: number;
  /** Styles of the mail can hide what stands in the mail, or write other words in its place: who shows it lists these outside. */
  links: Link[];
}

/** The Content-IDs of pictures that the HTML shows. */
export function pictures(source: string): string[] {
  const all = parse(source).querySelectorAll("img[src^='cid:' i]");
  return [...new Set(Array.from(all, image => contentId(image.getAttribute("src")!)))];
}

/**
 * Rewrites HTML of a mail so that nothing in it can run, load or lead anywhere; the frame's sandbox and policy forbid the
 * same once more. Links lose their target, which is written beside them and listed. embedded gives a data: URL for a Content-ID.
 */
export function formatted(source: string, embedded: ReadonlyMap<string, string>): Formatted {
  const page = parse(source);
  const clean = document.implementation.createHTMLDocument("");
  const result = { remote: 0, links: [] as Link[] };
  let count = 0;
  const copy = (from: Node, to: Node, depth: number): void => {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE)
        to.appendChild(clean.createTextNode(visibleLines(node.nodeValue ?? "", Number.MAX_SAFE_INTEGER)));
      if (!(node instanceof Element) || depth > 200 || ++count > MOST_ELEMENTS) continue;
      const name = node.localName;
      if (DROPPED.has(name) || !(node instanceof HTMLElement)) continue;
      if (!KEPT.has(name)) {
        copy(node, to, depth + 1);
        continue;
      }
      const made = clean.createElement(name);
      if (name === "style") {
        made.textContent = harmless(node.textContent);
        to.appendChild(made);
        continue;
      }
      for (const { name, value } of node.attributes) {
        if (ATTRIBUTES.has(name)) made.setAttribute(name, name === "style" ? harmless(value) : value);
      }
      if (name === "img" && !picture(node, made, embedded)) result.remote++;
      to.appendChild(made);
      copy(node, made, depth + 1);
      const link = name === "a" ? target(node, made) : undefined;
      if (link !== undefined && result.links.length < MOST_LINKS) result.links.push(link);
    }
  };
  // Styles of mails stand in the head.
  for (const style of page.head.querySelectorAll("style"))
    clean.body.appendChild(clean.createElement("style")).textContent = harmless(style.textContent);
  copy(page.body, clean.body, 0);
  return {
    document:
      `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
      `<style>:root{color-scheme:light;background:#fff;color:#17324d;font-family:sans-serif;overflow-wrap:anywhere}img{max-width:100%}</style>` +
      `</head><body>${clean.body.innerHTML}</body></html>`,
    ...result,
  };
}

/** The readable text of HTML, where the sender gave no other. */
export function plainText(source: string): string {
  const { body } = parse(source);
  for (const unread of body.querySelectorAll("script, style, template, noscript, svg, title")) unread.remove();
  for (const line of body.querySelectorAll("br, p, div, tr, li, h1, h2, h3, h4, h5, h6, blockquote")) line.prepend("\n");
  return (body.textContent ?? "")
    .replace(/[ \t\u00A0]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** A document in which nothing runs or loads. */
function parse(source: string): Document {
  return new DOMParser().parseFromString(trusted().createHTML(source), "text/html");
}

function picture(from: HTMLElement, made: HTMLElement, embedded: ReadonlyMap<string, string>): boolean {
  const source = from.getAttribute("src") ?? "";
  const shown = /^cid:/i.test(source) ? (embedded.get(contentId(source)) ?? "") : source;
  if (PICTURES.test(shown)) made.setAttribute("src", shown);
  return source === "" || made.hasAttribute("src");
}

function target(from: HTMLElement, made: HTMLElement): Link | undefined {
  const target = from.getAttribute("href")?.trim() ?? "";
  const text = made.textContent?.trim() ?? "";
  if (target === "" || target.startsWith("#")) return undefined;
  if (text === target) return { text: "", target };
  const shown = made.ownerDocument.createElement("bdi");
  shown.setAttribute("style", BESIDE);
  shown.textContent = ` [${visible(target)}]`;
  made.append(shown);
  return { text, target };
}

function contentId(source: string): string {
  try {
    return decodeURIComponent(source.slice("cid:".length));
  } catch {
    return source.slice("cid:".length);
  }
}

/**
 * Styles without addresses, in one pass: what is taken out leaves a blank, so that nothing joins around it to become what was taken out.
 * The policy forbids the rest.
 */
export function harmless(style: string | null): string {
  return (style ?? "")
    .replace(/[<\\]/g, "") // an escape is another spelling of the same letters
    .replace(/\/\*[^]*?(\*\/|$)/g, " ")
    .replace(/@import[^;]*;?/gi, " ")
    .replace(/(url|image-set|image|src|expression)\s*\(/gi, "none(");
}
