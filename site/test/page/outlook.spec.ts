import { mails } from "../mail";
import { expect, test } from "./open";

test("a message kept by Outlook gives the same report as the mail; one whose signed part was lost says how to get it", async ({
  opened,
}) => {
  const [mail, outlook, lost] = mails({ name: "a.eml" }, { name: "b.msg", outlook: true }, { name: "c.msg", unsigned: true });
  const [first, second, third] = await opened.verified(mail!, outlook!, lost!);
  expect({ ...second, file: first!.file }).toEqual(first);
  expect(third).toMatchObject({ indication: "NO-EVIDENCE" });
  await expect(opened.result("c.msg")).toContainText(".eml");
});
