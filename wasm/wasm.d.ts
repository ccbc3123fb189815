/** What main.go puts on the worker's global scope. */
export interface Core {
  /** Promises the JSON array of the reports (REPORT shape `pec-report/1`) of one file. Rejects with a CoreError. */
  verify(name: string, bytes: Uint8Array): Promise<string>;
}

/** A rejection: `panic` is a fault in the program met on this input; the next call works. */
export interface CoreError extends Error {
  code: "arguments" | "panic" | "internal";
}

/** The loader that comes with the Go toolchain (lib/wasm/wasm_exec.js). */
export interface GoRuntime {
  importObject: WebAssembly.Imports;
  exit: (code: number) => void;
  run(instance: WebAssembly.Instance): Promise<void>;
}

declare global {
  var pecCore: Core | undefined;
  var Go: new () => GoRuntime;
}
