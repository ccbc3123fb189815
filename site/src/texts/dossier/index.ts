import type { dossier } from "./it";

/** Every language has exactly the keys of the Italian table. */
export type DossierTexts = Readonly<Record<keyof typeof dossier, string>>;
