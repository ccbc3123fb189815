import type { Outcome } from "../../src/model/report";
import type { TestFile } from "../corpus";
import type { Driver } from "./driver";

type Given = { name: string; base64: string };

/** A person in front of the page, in any engine. Every step waits for what it brings about. */
export class Visitor {
  constructor(readonly driver: Driver) {}

  async open(url: string): Promise<void> {
    await this.driver.open(url);
    await this.ready();
  }

  /** Waits for the program, and from now on notes what the policy refuses. */
  ready(): Promise<void> {
    return this.driver.run(async () => {
      const noted = ((window as unknown as { noted?: string[] }).noted ??= []);
      addEventListener("securitypolicyviolation", event => noted.push(`${event.effectiveDirective} ${event.blockedURI}`));
      const element = await customElements.whenDefined("pec-verifier").then(() => document.querySelector("pec-verifier")!);
      while (!/ready|working|done|error/.test(element.getAttribute("state") ?? "")) await new Promise(next => setTimeout(next, 20));
      if (element.getAttribute("state") === "error") throw new Error(element.shadowRoot!.querySelector(".state")!.textContent ?? "");
      document.querySelector<HTMLButtonElement>("button[data-language=it]")?.click(); // browsers differ in what they speak
    }, null);
  }

  /** Waits until the page works without network. */
  keptOffline(): Promise<void> {
    return this.driver.run(async () => {
      if (!("serviceWorker" in navigator)) throw new Error("there are no service workers");
      await navigator.serviceWorker.ready;
      while (document.querySelector("pec-offline p") === null) await new Promise(next => setTimeout(next, 50));
    }, null);
  }

  /** What the policy refused since the page was opened. */
  refused(): Promise<string[]> {
    return this.driver.run(() => (window as unknown as { noted: string[] }).noted, null);
  }

  /** Chooses files with the button's input and waits for their reports; all reports so far come back. */
  verify(...files: TestFile[]): Promise<Outcome[]> {
    return this.driver.run(async files => {
      const element = document.querySelector("pec-verifier")!;
      const before = element.reports.length;
      const transfer = new DataTransfer();
      for (const { name, base64 } of files) transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name));
      const input = element.shadowRoot!.querySelector<HTMLInputElement>("input[type=file][multiple]")!;
      input.files = transfer.files;
      input.dispatchEvent(new Event("change"));
      while (element.reports.length < before + files.length || element.getAttribute("state") !== "done")
        await new Promise(next => setTimeout(next, 20));
      return element.reports;
    }, files.map(given));
  }

  /** The lists in use, and what is said of one beside the page that is not used; waits until the page says either. */
  lists(): Promise<{ parts: string[]; fault: string }> {
    return this.driver.run(async () => {
      const root = document.querySelector("pec-verifier")!.shadowRoot!;
      const parts = (): string[] => Array.from(root.querySelectorAll("section.providers li.part"), part => part.textContent!);
      const fault = (): string => root.querySelector(".host-fault")?.textContent ?? "";
      while (parts().length < 2 && fault() === "") await new Promise(next => setTimeout(next, 20));
      return { parts: parts(), fault: fault() };
    }, null);
  }

  /** Imports a list as a person does: file, preview, agreement. Gives the names of the lists in use. */
  importList(list: TestFile): Promise<string[]> {
    return this.driver.run(async ({ name, base64 }) => {
      const root = document.querySelector("pec-verifier")!.shadowRoot!;
      const until = async <T>(found: () => T | null | undefined | false): Promise<T> => {
        for (;;) {
          const what = found();
          if (what) return what;
          await new Promise(next => setTimeout(next, 20));
        }
      };
      const names = (): string[] => Array.from(root.querySelectorAll("section.providers li.part h3"), title => title.textContent!.trim());
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name));
      const input = root.querySelector<HTMLInputElement>("input.list-file")!;
      input.files = transfer.files;
      input.dispatchEvent(new Event("change"));
      const dialog = await until(() => root.querySelector("dialog[open]"));
      const agree = await until(() =>
        Array.from(dialog.querySelectorAll("button")).find(button => button.textContent!.trim() === "Usa questo elenco"),
      );
      agree.click();
      await until(() => names().some(one => one.includes(name)));
      await until(() => document.querySelector("pec-verifier")!.idle);
      return names();
    }, given(list));
  }

  /** Says yes to the lists that are kept from another visit. */
  agree(): Promise<void> {
    return this.driver.run(async () => {
      const root = document.querySelector("pec-verifier")!.shadowRoot!;
      const yes = (): HTMLButtonElement | null => root.querySelector<HTMLButtonElement>(".kept .btn-primary");
      while (yes() === null) await new Promise(next => setTimeout(next, 20));
      yes()!.click();
      while (yes() !== null) await new Promise(next => setTimeout(next, 20));
    }, null);
  }

  /** Opens the message of a result, and gives its text. */
  message(name: string): Promise<string> {
    return this.driver.run(async name => {
      const results = Array.from(document.querySelector("pec-verifier")!.shadowRoot!.querySelectorAll("article.result"));
      const message = results.find(one => one.querySelector(".file")!.textContent!.includes(name))!.querySelector("pec-message")!;
      for (let around = message.closest("details"); around; around = around.parentElement!.closest("details")) around.open = true;
      message.scrollIntoView(); // it opens where it is seen
      for (;;) {
        const text = message.querySelector("pre.text")?.textContent;
        if (text) return text;
        await new Promise(next => setTimeout(next, 20));
      }
    }, name);
  }

  /** Opens the message of the one authentic result as its sender formatted it, prints, exports and saves; gives the text of the page. */
  everything(): Promise<string> {
    return this.driver.run(async () => {
      const root = document.querySelector("pec-verifier")!.shadowRoot!;
      const until = async <T>(found: () => T | null | undefined | false): Promise<T> => {
        for (;;) {
          const what = found();
          if (what) return what;
          await new Promise(next => setTimeout(next, 20));
        }
      };
      const button = (name: RegExp): HTMLButtonElement | undefined =>
        Array.from(root.querySelectorAll("button")).find(one =>
          name.test((one.getAttribute("aria-label") ?? one.textContent)!.replace(/\s+/g, " ").trim()),
        );
      let printed = 0;
      window.print = () => {
        dispatchEvent(new Event("beforeprint"));
        printed++;
        dispatchEvent(new Event("afterprint"));
      };
      let saved = 0;
      HTMLAnchorElement.prototype.click = () => void saved++; // a download would ask where to save
      for (const details of root.querySelectorAll("details")) details.open = true;
      root.querySelector("pec-message")!.scrollIntoView(); // it opens where it is seen
      (await until(() => button(/^Mostra la versione formattata/))).click();
      const frame = await until(() => root.querySelector<HTMLIFrameElement>("iframe"));
      await new Promise(loaded => {
        frame.addEventListener("load", loaded, { once: true });
        // biome-ignore lint/correctness/noSelfAssign: loads it again, since it may have loaded already
        frame.srcdoc = frame.srcdoc;
      });
      for (const name of [/^Stampa$/, /^Salva i dati/, /^Esporta l’elenco/, /^Salva .*atto\.pdf/])
        (await until(() => button(name))).click();
      await until(() => printed === 1 && saved === 3);
      return root.querySelector(".verifier")!.textContent ?? "";
    }, null);
  }
}

function given({ name, buffer }: TestFile): Given {
  return { name, base64: buffer.toString("base64") };
}
