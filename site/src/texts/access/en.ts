/** The accessibility statement. */
export const access = {
  "access.title": "Accessibility statement",
  "access.lead": "This page says what was done so that everybody can use the program, and what is still missing.",
  "access.what.title": "What it covers",
  "access.what": "The page Verifica PEC, the single file that opens without network, and the element that other sites can host.",
  "access.state.title": "Status",
  "access.state":
    "The program is made to meet WCAG 2.1, level AA, as EN 301 549 asks, and the WCAG 2.2 rules on dragging and target size. That is the judgement of those who write it: nobody else has assessed it yet.",
  "access.how.title": "How it was checked",
  "access.how.axe":
    "A checking tool (axe-core) looks at every state of the page: empty, working, each verdict, list, panels and print. It does so in three languages, in light and dark, on phone and desktop. With every change it must find nothing.",
  "access.how.keyboard":
    "A test does the tasks of a reader with the keyboard alone: check a file, read the verdict, save an attachment, print. Nothing needs dragging.",
  "access.how.look": "Colour is never the only sign: each verdict has a word and an icon. They follow the system’s high contrast.",
  "access.how.zoom": "Text can be enlarged to 200% and nothing is lost. Who asked for less motion sees none.",
  "access.not.title": "What is missing",
  "access.not.people": "It has not been tried yet with people who use screen readers or other aids.",
  "access.not.mail": "Messages and attachments are written by others: they are shown as they are and may not be accessible.",
  "access.not.english": "Some technical details are in English only, and are marked as such.",
  "access.not.print": "The PDF of a report is made by the browser when it prints: how accessible it is depends on the browser.",
  "access.report.title": "How to report a problem",
  "access.report":
    "Write to whoever publishes the page that you use. Say which page it was, what you wanted to do, and with which program.",
  "access.office.title": "For offices that host it",
  "access.office":
    "A public body makes its own statement with AgID’s form. It can cite this page and the version, for what concerns the program.",
  "access.back": "Back to the check",
} as const;
