/** A file that the element fetches, relative to pec-verifier.js, and what the browser compares it with. */
interface BuiltPart {
  path: string;
  integrity: string;
}

// Filled in by site/build.
declare const BUILD_CORE: BuiltPart;
declare const BUILD_WORKER: BuiltPart;
/** In the single file only. */
declare const BUILD_WORKER_SCRIPT: string;
declare const BUILD_VERSION: string;

declare module "wasm_exec" {}
declare module "*.scss" {
  const text: string;
  export default text;
}
declare module "*.svg" {
  const text: string;
  export default text;
}
