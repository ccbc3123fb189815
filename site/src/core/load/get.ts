import { fault } from "./policy";

/** A part of the program by its address. The browser compares the bytes with the SHA-256 before anything sees them; rejects with a PartFault. */
export async function get(address: string, integrity: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { integrity });
  } catch (error) {
    // The browser does not say why it refused. What comes without the comparison is thrown away.
    const there = await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    );
    throw await fault(there ? "altered" : "missing", `${address}: ${String(error)}`, address);
  }
  if (!response.ok) throw await fault("missing", `${address}: ${response.status} ${response.statusText}`, address);
  return response;
}
