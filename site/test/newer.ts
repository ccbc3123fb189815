import { vector } from "./corpus";
import { output } from "./tools";

export interface Snapshot {
  date: string;
  authorities: object[];
  providers: { name: string }[];
  certificates: object[];
}

/** The program's own list with a newer date, which knows the authority of the vectors too, and what a test changes of it. */
export function list(edit: (list: Snapshot) => void = () => {}): string {
  const own = JSON.parse(output("pecverify", ["-list", "-json"]).toString()) as Snapshot;
  const { authorities } = JSON.parse(vector("trust/list.json").buffer.toString()) as Snapshot;
  const made = { ...own, date: "2026-10-01", authorities: [...own.authorities, ...authorities] };
  edit(made);
  return JSON.stringify(made);
}
