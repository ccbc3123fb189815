/** A file that the element fetches, relative to pec-verifier.js, and what the browser compares it with. */
interface BuiltPart {
  path: string;
  integrity: string;
}

// Filled in by site/build.
declare const BUILD_CORE: BuiltPart;
declare const BUILD_WORKER: BuiltPart;
/** The tables of the languages beside Italian. */
declare const BUILD_TEXTS: Readonly<Record<import("./texts/languages").OtherLanguage, BuiltPart>>;
/** Messages for who has none, with the list that knows their authority; the single file has the texts themselves. */
declare const BUILD_EXAMPLES: BuiltPart & Readonly<Record<"list" | "delivered" | "altered" | "unknown", string>>;
/** Qualified services (trustlist/qualified/services). */
declare const BUILD_SERVICES: BuiltPart;
/** In the single file only. */
declare const BUILD_WORKER_SCRIPT: string;
declare const BUILD_VERSION: string;
/** In pages and in the service worker: SHA-256 of built files by name, as in an integrity attribute. */
declare const BUILD_MANIFEST: Readonly<Record<string, string>>;
/** In the service worker: of all files together. */
declare const BUILD_ID: string;

declare module "wasm_exec" {}
declare module "*.scss" {
  const text: string;
  export default text;
}
declare module "*.svg" {
  const text: string;
  export default text;
}
