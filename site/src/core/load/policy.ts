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

/** The fault, or in its place that the policy forbade it, which is known a moment later; address: of the part. */
export async function fault(code: PartFaultCode, message: string, address?: string): Promise<PartFault> {
  await new Promise(later => setTimeout(later));
  for (const [what, directive] of forbidden) {
    const own = /^(blob|wasm-eval|trusted-types)/.test(what) || (address !== undefined && what.startsWith(new URL(address).origin));
    if (own) return new PartFault("forbidden", `the site's Content-Security-Policy (${directive}) does not allow it: ${message}`);
  }
  return new PartFault(code, message);
}

interface Policy {
  createHTML(text: string): string;
  createScriptURL(address: string): string;
}

let passing: Policy | undefined;

/** Where a site demands Trusted Types, what goes into a sink bears this name; the program's own texts alone go there. */
export function trusted(): Policy {
  const plain: Policy = { createHTML: text => text, createScriptURL: address => address };
  const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };
  return (passing ??= trustedTypes?.createPolicy("pec-verifier", plain) ?? plain);
}
