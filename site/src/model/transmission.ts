/** The dossier's shapes, which are generated from Go, under the names that the page has for them. */
import type { File as JudgedFile } from "./report";
import type { Dossier, Recipient, Source, Statement } from "./dossier.gen";

export type {
  Checklist,
  Contradiction,
  Doubt,
  Event,
  Evidence,
  Leftover,
  Original,
  Recipient,
  Side,
  State,
  Transmission,
} from "./dossier.gen";
export { SIDES, STATES } from "./dossier.gen";

/** A statement to translate: `detail` is the same in English. */
export type Said = Statement;
export type DossierFile = JudgedFile;
export type Place = Source;

/** All of a dossier but its transmissions. */
export type Rest = Omit<Dossier, "transmissions">;

export const EVENTS = [
  "takenInCharge",
  "delivered",
  "notice12h",
  "notice24h",
  "notice",
  "failed",
] as const satisfies readonly (keyof Recipient)[];
export type EventName = (typeof EVENTS)[number];
