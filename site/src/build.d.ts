/** Filled in by site/build. Paths are relative to pec-verifier.js. */
declare const BUILD_CORE: string;
declare const BUILD_WORKER: string;
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
