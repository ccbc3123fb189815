import type { OfflineTexts } from ".";

export const offline: OfflineTexts = {
  "page.broken":
    "Wenn Sie diesen Satz lesen, ist das Programm nicht gestartet. Vielleicht wurde es nicht geladen, oder es ist nicht das veröffentlichte. Laden Sie die Seite neu. Hilft das nicht, melden Sie es dem Betreiber der Seite.",

  "core.missing": "Das Programm wurde nicht geladen. Prüfen Sie die Verbindung und laden Sie die Seite neu.",
  "core.altered":
    "Das Programm, das ankam, ist nicht das veröffentlichte: Es wurde nicht gestartet. Laden Sie die Seite neu. Geschieht es wieder, melden Sie es dem Betreiber der Seite.",
  "core.unreadable": "Dieser Browser kann das Programm nicht starten. Aktualisieren Sie den Browser, oder nehmen Sie einen anderen.",
  "core.lists":
    "Das Programm ist neu gestartet, hat aber die verwendeten Anbieterlisten nicht wiedergefunden. Mit anderen prüft es nicht. Laden Sie die Seite neu und fügen Sie Ihre Liste wieder hinzu.",

  "offline.ready": "Diese Seite funktioniert auch ohne Netz.",

  "update.waiting": "Es gibt eine neue Version des Programms.",
  "update.lost": "Wenn Sie zu ihr wechseln, gehen die Ergebnisse auf dem Bildschirm verloren. Speichern Sie vorher, was Sie brauchen.",
  "update.busy": "Sie können zu ihr wechseln, sobald die Prüfung beendet ist.",
  "update.apply": "Neue Version benutzen",
  "update.elsewhere": "In einem anderen Fenster läuft schon eine neue Version. Hier läuft die vorige weiter, bis Sie die Seite neu laden.",

  "proof.title": "Diese Seite prüfen",
  "proof.lead": "Das Programm besteht aus diesen Teilen. Zu jedem sehen Sie den SHA-256, den Ihr Browser eben berechnet hat.",
  "proof.computing": "Die Prüfsummen werden berechnet.",
  "proof.impossible": "Hier berechnet der Browser keine Prüfsummen. Öffnen Sie die Seite unter einer Adresse, die mit https beginnt.",
  "proof.equal": "ist der erwartete",
  "proof.differs": "ist NICHT der erwartete",
  "proof.open": "zu vergleichen",
  "proof.unread": "nicht lesbar",
  "proof.limit":
    "Achtung: Diese Liste allein beweist nichts. Wer die Seite geändert hat, kann auch die Liste geändert haben. Es zählt nur der Vergleich, den Sie selbst von außen machen.",
  "proof.how": "So vergleichen Sie",
  "proof.how.sums":
    "Holen Sie die Datei SHA256SUMS dieser Version dort, wo das Programm veröffentlicht ist. Nehmen Sie sie nicht von dieser Seite.",
  "proof.how.files": "Laden Sie die Dateien der Seite mit einem anderen Werkzeug herunter. Führen Sie im selben Ordner aus:",
  "proof.how.differs": "Weicht eine Datei ab, benutzen Sie die Seite nicht und melden Sie es dem Betreiber.",
  "proof.file": "Oder wählen Sie eine heruntergeladene Datei, etwa pec-verifier.html. Hier wird ihre Prüfsumme berechnet:",

  "footer.single": "Das Programm als einzelne Datei herunterladen, für die Nutzung ohne Netz",
  "footer.embedding": "Die Prüfung auf Ihrer Seite",

  "office.offered": "Ein Dienst von {organisation}.",
  "office.ask": "Bei Fragen:",

  "embed.reports": "Die Ergebnisse erhält auch die Seite um diesen Rahmen: {origin}. Die Dateien nicht.",

  "demo.title": "Die PEC-Prüfung auf Ihrer Seite",
  "demo.lead":
    "Die Prüfung geschieht im Browser des Besuchers. Ihre Seite erhält die Dateien nicht. Es gibt keine Cookies, und nichts wird gespeichert, solange niemand eine Liste importiert.",
  "demo.element": "Als Element der Seite",
  "demo.element.lead":
    "Kopieren Sie diese Zeilen an die gewünschte Stelle. Mit der Prüfsumme lehnt der Browser ein Programm ab, das nicht dieses ist.",
  "demo.policy": "Die nötige Sicherheitsrichtlinie",
  "demo.policy.lead": "Hat Ihre Seite eine Content Security Policy, muss sie mindestens dies erlauben:",
  "demo.frame": "In einem Rahmen",
  "demo.frame.lead":
    "Der Rahmen ist von Ihrer Seite getrennt. Schreiben Sie die Adresse Ihrer Seite hinter origin: Der Rahmen spricht nur mit ihr und sagt ihr, wie hoch er ist.",
  "demo.here": "So sieht es aus",
  "demo.copy": "Zeilen kopieren",
  "demo.copied": "Kopiert.",
};
