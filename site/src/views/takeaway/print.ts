/** Unfolds what is folded while a page is printed, and folds it again. */
export class Printing {
  #opened: HTMLDetailsElement[] = [];
  readonly #root: () => ParentNode;

  constructor(root: () => ParentNode) {
    this.#root = root;
  }

  readonly before = (): void => {
    for (const details of this.#root().querySelectorAll<HTMLDetailsElement>("details:not(.filter, .lists, .help)")) {
      if (details.open || details.closest(".lists") !== null) continue;
      details.open = true;
      this.#opened.push(details);
    }
  };

  readonly after = (): void => {
    for (const details of this.#opened.splice(0)) details.open = false;
  };
}

/** Prints one result alone. */
export function printOne(article: Element): void {
  const host = (article.getRootNode() as ShadowRoot).host;
  host.toggleAttribute("printing", true);
  article.classList.add("printed");
  const restore = (): void => {
    host.removeAttribute("printing");
    article.classList.remove("printed");
  };
  addEventListener("afterprint", restore, { once: true });
  print();
}
