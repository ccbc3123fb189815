import { ContentInfo, SignedData } from "pkijs";

/** Whether the detached signature over data holds; of the signer's certificate only that it is there is asked. */
export async function verify(p7s, data) {
  const signed = new SignedData({ schema: ContentInfo.fromBER(p7s).content });
  return signed.verify({ signer: 0, data, checkChain: false });
}
