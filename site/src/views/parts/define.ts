/** Registers a custom element; a page may come to load the program twice, and then the first one stays. */
export function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}
