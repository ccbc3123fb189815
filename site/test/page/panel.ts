import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import type { ListInfo } from "../../src/core/lists";
import type { Report } from "../../src/model/report";
import { file, type TestFile } from "../corpus";
import type { Opened } from "./open";

const lists = path.resolve(import.meta.dirname, "../../.cache/lists");

/** A list that site/test/lists wrote. */
export function large(name: string): TestFile {
  if (!existsSync(path.join(lists, name))) throw new Error(`no ${name}`);
  return file(name, readFileSync(path.join(lists, name)));
}

/** The panel of the provider list, as a person meets it. */
export class Panel {
  readonly root: Locator;
  readonly parts: Locator;
  readonly dialog: Locator;
  readonly refused: Locator;

  constructor(readonly opened: Opened) {
    this.root = opened.element.locator("section.providers");
    this.parts = this.root.locator("li.part h3");
    this.dialog = this.root.getByRole("dialog");
    this.refused = this.root.getByRole("alert").filter({ hasText: /./ });
  }

  button(name: string): Locator {
    return this.opened.element.getByRole("button", { name, exact: true });
  }

  /** The button's name isolates that of the file. */
  forget(name: string): Locator {
    return this.root.getByRole("button", { name: new RegExp(`^Dimentica .${name.replaceAll(".", "\\.")}.$`) });
  }

  /** Says yes to what is kept from another visit, or was kept by another page. */
  async agree(): Promise<void> {
    await this.button("Li ho importati io: usali").click();
    await expect(this.opened.element.locator(".kept")).toHaveCount(0);
  }

  /** Unfolds what is behind the list's date; the focus stays where it is. */
  open(): Promise<void> {
    return this.opened.element
      .locator("details.lists")
      .first()
      .evaluate(details => void ((details as HTMLDetailsElement).open = true));
  }

  /** Chooses a list; what comes is the dialog, or an error. */
  async choose(list: TestFile | string): Promise<void> {
    await this.root.locator("input.list-file").setInputFiles(list);
  }

  async accept(list: TestFile): Promise<void> {
    await this.choose(list);
    await this.button("Usa questo elenco").click();
    await expect(this.dialog).toHaveCount(0);
    await expect(this.parts.filter({ hasText: list.name })).toHaveCount(1);
  }

  /** Puts lists in use as a script does. */
  async use(...all: TestFile[]): Promise<ListInfo> {
    let info: ListInfo | undefined;
    for (const { name, buffer } of all) {
      info = await this.opened.element.evaluate(
        (element, [name, text]) =>
          (element as HTMLElementTagNameMap["pec-verifier"]).importList(
            new File([Uint8Array.from(atob(text!), c => c.charCodeAt(0))], name!),
          ),
        [name, buffer.toString("base64")],
      );
    }
    return info!;
  }

  /** The one report, once it is there. */
  async verdict(): Promise<string> {
    const [report] = (await this.opened.done()) as Report[];
    return report!.indication;
  }

  /** The table of providers, opened. */
  async table(): Promise<Locator> {
    await this.open();
    const table = this.root.locator("details.table");
    if (!(await table.evaluate(details => (details as HTMLDetailsElement).open))) await table.locator("summary").first().click();
    return table;
  }
}

/** How many records the browser keeps, without creating the database. */
export function kept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "pec-verifier")) return 0;
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("pec-verifier");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
    const count = await new Promise<number>((resolve, reject) => {
      const request = db.transaction("lists").objectStore("lists").count();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
    db.close();
    return count;
  });
}

/** Changes what the browser keeps, as another program or a fault would. */
export async function damage(page: Page, how: "bytes" | "version" | "garbage"): Promise<void> {
  await page.evaluate(async how => {
    const db = await new Promise<IDBDatabase>(resolve => {
      const request = indexedDB.open("pec-verifier");
      request.onsuccess = () => resolve(request.result);
    });
    await new Promise<void>(resolve => {
      const transaction = db.transaction("lists", "readwrite");
      const store = transaction.objectStore("lists");
      transaction.oncomplete = () => resolve();
      const request = store.openCursor();
      request.onsuccess = () => {
        const cursor = request.result!;
        const record = cursor.value as { version: number; data: Uint8Array };
        if (how === "bytes") record.data[100]! ^= 1;
        if (how === "version") record.version = 2;
        cursor.update(how === "garbage" ? "garbage" : record);
      };
    });
    db.close();
  }, how);
}
