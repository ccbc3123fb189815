/** The accessibility statement. */
export const access = {
  "access.title": "Erklärung zur Barrierefreiheit",
  "access.lead": "Diese Seite sagt, was getan wurde, damit alle das Programm benutzen können, und was noch fehlt.",
  "access.what.title": "Wofür sie gilt",
  "access.what":
    "Für die Seite Verifica PEC, für die einzelne Datei, die ohne Netz läuft, und für das Element, das andere Seiten einbinden können.",
  "access.state.title": "Stand",
  "access.state":
    "Das Programm soll die Regeln WCAG 2.1, Stufe AA, einhalten, wie es die Norm EN 301 549 verlangt, und die Regeln von WCAG 2.2 zum Ziehen und zur Größe von Schaltflächen. Das ist das Urteil derer, die es schreiben: Noch niemand sonst hat es bewertet.",
  "access.how.title": "Wie geprüft wurde",
  "access.how.axe":
    "Ein Prüfprogramm (axe-core) sieht sich jeden Zustand der Seite an: leer, bei der Arbeit, jedes Ergebnis, Liste, Felder und Druck. Das geschieht in drei Sprachen, hell und dunkel, auf Telefon und Rechner. Bei jeder Änderung darf es nichts finden.",
  "access.how.keyboard":
    "Ein Test erledigt die Aufgaben eines Lesers nur mit der Tastatur: eine Datei prüfen, das Ergebnis lesen, einen Anhang speichern, drucken. Nichts muss gezogen werden.",
  "access.how.look":
    "Farbe ist nie das einzige Zeichen: Jedes Ergebnis hat ein Wort und ein Symbol. Sie folgen dem hohen Kontrast des Systems.",
  "access.how.zoom": "Der Text lässt sich auf 200 % vergrößern, ohne dass etwas verloren geht. Wer weniger Bewegung wünscht, sieht keine.",
  "access.not.title": "Was fehlt",
  "access.not.people": "Es wurde noch nicht mit Menschen erprobt, die Bildschirmleser oder andere Hilfen benutzen.",
  "access.not.mail":
    "Nachrichten und Anhänge stammen von anderen: Sie werden gezeigt, wie sie sind, und sind vielleicht nicht barrierefrei.",
  "access.not.english": "Einige technische Einzelheiten gibt es nur auf Englisch; sie sind so gekennzeichnet.",
  "access.not.print": "Das PDF eines Berichts macht der Browser beim Drucken: Wie barrierefrei es ist, hängt vom Browser ab.",
  "access.report.title": "Wie man ein Problem meldet",
  "access.report":
    "Schreiben Sie an den, der die Seite veröffentlicht, die Sie benutzen. Sagen Sie, welche Seite es war, was Sie tun wollten und mit welchem Programm.",
  "access.office.title": "Für Ämter, die sie anbieten",
  "access.office":
    "Eine öffentliche Stelle gibt ihre eigene Erklärung mit dem Formular von AgID ab. Sie kann diese Seite und die Version, für das Programm anführen.",
  "access.back": "Zurück zur Prüfung",
} as const;
