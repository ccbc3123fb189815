import type { OfflineTexts } from ".";

export const offline: OfflineTexts = {
  "page.broken":
    "If you can read this sentence, the program did not start. Perhaps it did not load, or it is not the published one. Reload the page. If that does not help, tell whoever runs the site.",

  "core.missing": "The program did not load. Check the connection and reload the page.",
  "core.altered":
    "The program that arrived is not the published one: it was not started. Reload the page. If it happens again, tell whoever runs the site.",
  "core.unreadable": "This browser cannot start the program. Update the browser, or use another one.",
  "core.lists":
    "The program started again, but did not find the provider lists that were in use. It does not check with others. Reload the page and add your list again.",

  "offline.ready": "This page also works without a network.",

  "update.waiting": "There is a new version of the program.",
  "update.lost": "When you change to it, the results on the screen are lost. First save what you need.",
  "update.busy": "You can change to it once the check is finished.",
  "update.apply": "Use the new version",
  "update.elsewhere": "Another window already uses a new version. Here the previous one goes on until you reload the page.",

  "proof.title": "Verify this page",
  "proof.lead": "The program is made of these parts. For each you see its SHA-256, computed just now by your browser.",
  "proof.computing": "Computing the hashes.",
  "proof.impossible": "The browser computes no hashes here. Open the page at an address that begins with https.",
  "proof.equal": "is the expected one",
  "proof.differs": "is NOT the expected one",
  "proof.open": "to be compared",
  "proof.unread": "cannot be read",
  "proof.limit":
    "Mind: this list alone proves nothing. Whoever changed the page could have changed the list, too. Only the comparison that you make yourself, from outside, counts.",
  "proof.how": "How to compare",
  "proof.how.sums": "Get the file SHA256SUMS of this version from where the program is published. Do not take it from this site.",
  "proof.how.files": "Download the files of the site with another tool. In the same folder run:",
  "proof.how.differs": "If a file differs, do not use the page and tell whoever runs the site.",
  "proof.file": "Or choose a file that you downloaded, such as pec-verifier.html. Its hash is computed here:",

  "footer.single": "Download the program as a single file, to use it without a network",
  "footer.embedding": "Put the check on your site",

  "office.offered": "Service offered by {organisation}.",
  "office.ask": "For questions:",

  "embed.reports": "The results also reach the page around this frame: {origin}. The files do not.",

  "demo.title": "Put the PEC check on your site",
  "demo.lead":
    "The check takes place in the visitor’s browser. The site does not get the files. It uses no cookies, and keeps nothing unless somebody imports a list.",
  "demo.element": "As an element of the page",
  "demo.element.lead": "Copy these lines to where it should appear. With the hash the browser refuses a program that is not this one.",
  "demo.policy": "The security policy that it needs",
  "demo.policy.lead": "If your site has a Content Security Policy, it must allow at least this:",
  "demo.frame": "In a frame",
  "demo.frame.lead":
    "The frame is separate from your page. Write the address of your site after origin: the frame talks only to that one, and tells it how tall it is.",
  "demo.here": "This is how it looks",
  "demo.copy": "Copy the lines",
  "demo.copied": "Copied.",
};
