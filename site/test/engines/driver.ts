/** A browser of one engine, as much of it as the tests need. */
export interface Driver {
  /** Loads a page and waits until it has loaded. */
  open(url: string): Promise<void>;
  /** Runs a function in the page and gives what it promises; it may use nothing but its argument. */
  run<Argument, Answer>(work: (argument: Argument) => Answer | Promise<Answer>, argument: Argument): Promise<Answer>;
  close(): Promise<void>;
}

export interface Engine {
  name: string;
  /** Why it cannot be started here; undefined where it can. */
  missing: string | undefined;
  /** acceptInsecureCerts: as if somebody had agreed to a certificate that no known authority signed. */
  start(acceptInsecureCerts?: boolean): Promise<Driver>;
}
