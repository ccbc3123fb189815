import { file, type TestFile } from "./corpus";
import { output } from "./tools";

/** What a PEC message should hold; site/test/made makes it and the test authority signs it. */
export interface Wish {
  name?: string;
  kind?: "accettazione" | "avvenuta-consegna" | "errore-consegna" | "preavviso-errore-consegna" | "posta-certificata";
  hours?: 12 | 24;
  unlisted?: boolean;
  text?: string;
  html?: string;
  htmlOnly?: boolean;
  subject?: string;
  sender?: string;
  recipient?: string;
  errorDetail?: string;
  field?: [string, string];
  outer?: [string, string];
  receipt?: "completa" | "breve" | "sintetica";
  minutes?: number;
  shift?: number;
  outlook?: boolean;
  unsigned?: boolean;
  signed?: boolean;
  bare?: "enclosing" | "detached";
  attachments?: { name: string; type: string; content: Buffer }[];
}

/** Makes many messages in one go. */
export function mails(...wishes: Wish[]): TestFile[] {
  const input = JSON.stringify(
    wishes.map(({ attachments, ...rest }) => ({
      ...rest,
      attachments: attachments?.map(one => ({ ...one, content: one.content.toString("base64") })),
    })),
  );
  return (JSON.parse(output("made", [], input).toString()) as string[]).map((content, i) =>
    file(wishes[i]!.name ?? `messaggio-${i + 1}.eml`, Buffer.from(content, "base64")),
  );
}

export function mail(wish: Wish): TestFile {
  return mails(wish)[0]!;
}
