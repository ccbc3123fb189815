import { PartFault, type PartFaultCode } from "./fault";

// The policy of the site around (Content-Security-Policy) may forbid what the program needs. The browser says so in an event only, and what
// then fails looks like a broken network or an old browser.

/** By what was forbidden, the directive that forbade it: of what a site has itself only the last ones. */
const forbidden = new Map<string, string>();

globalThis.addEventListener?.("securitypolicyviolation", ({ disposition, blockedURI, effectiveDirective }) => {
  if (disposition !== "enforce") return;
  if (forbidden.size > 50) forbidden.clear();
  forbidden.set(blockedURI, effectiveDirective);
});

/** The directive that forbade a worker or the core, or the part of an address; undefined where none did. It is known a moment later. */
export async function forbiddenBy(address?: string): Promise<string | undefined> {
  await new Promise(later => setTimeout(later));
  for (const [what, directive] of forbidden) {
    // Of a part on another origin some browsers name the origin alone.
    if (/^(blob|wasm-eval|trusted-types)/.test(what) || (/^https?:/.test(what) && address?.startsWith(what))) return directive;
  }
  return undefined;
}

/** The fault, or in its place that the policy forbade it. */
export async function fault(code: PartFaultCode, message: string, address?: string): Promise<PartFault> {
  const directive = await forbiddenBy(address);
  if (directive === undefined) return new PartFault(code, message);
  return new PartFault("forbidden", `the site's Content-Security-Policy (${directive}) does not allow it: ${message}`);
}
