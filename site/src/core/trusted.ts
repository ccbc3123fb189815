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
