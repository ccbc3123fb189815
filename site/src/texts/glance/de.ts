import type { glance as italian } from "./it";

export const glance: Record<keyof typeof italian, string> = {
  "page.window": "Ist Ihre PEC angekommen? PEC prüfen",
  "page.heading": "Ist Ihre PEC angekommen? Prüfen Sie die Quittung",
  "help.first": "Wie bekomme ich die .eml-Datei?",
  "help.phone.name": "Telefon",
  "help.phone":
    "Aus der App geht es meist nicht. Öffnen Sie die Webmail im Browser des Telefons und laden Sie die Nachricht dort herunter.",
  "providers.line": "Zugelassene Anbieter: {count}. Stand {date}.",

  "came.accettazione": "Angenommen",
  "came.non-accettazione": "Nicht angenommen",
  "came.presa-in-carico": "Übernommen",
  "came.avvenuta-consegna": "Zugestellt",
  "came.posta-certificata": "Nachricht empfangen",
  "came.errore-consegna": "Nicht zugestellt",
  "came.preavviso-errore-consegna": "Verspätet",
  "came.preavviso-errore-consegna-12h": "Noch nicht zugestellt",
  "came.preavviso-errore-consegna-24h": "Nicht zugestellt",
  "came.rilevazione-virus": "Wegen eines Virus gestoppt",
  "came.anomalia": "Nicht bescheinigt",
  "came.unknown": "Nicht bekannt",
  "many.came": "Zugestellt?",
  "many.close": "Schließen",

  "answers.why": "Warum diese Antworten",
  "answer.alone": "Es gibt keine",
  "facts.summary": "Absender, Empfänger, Betreff, Zeiten, Kennungen.",
  "technical.summary": "Signatur, Zertifikat, benutzte Liste, Fingerabdrücke.",
  "technical.summary.none": "Name, Größe und Fingerabdruck der Datei.",
  "takeaway.quote.summary": "Was, wann, von wem: fertig zum Kopieren.",
  "status.note": "Anmerkung",
  "dossier.list.short": "Sind Sie Anwalt?",
  "dossier.single.heading": "Haben Sie andere Dateien dieser Sendung?",
  "dossier.single.missing": "Noch fehlt:",
  "dossier.single.nothing": "Für diese Sendung fehlt nichts.",
  "dossier.single.acceptance.short": "die Annahmequittung",
  "dossier.single.delivery.short": "die Zustellquittung",
  "dossier.single.original.short": "die gesendete Nachricht",

  "statement.errore-consegna-no-dest":
    "{who} bescheinigt, dass die Nachricht von {sender} nicht zugestellt wurde: Das Postfach {delivered} gibt es nicht. Der Bescheid ist vom {when}.",
  "statement.errore-consegna-no-dominio":
    "{who} bescheinigt, dass die Nachricht von {sender} nicht an {delivered} zugestellt wurde: Den Teil der Adresse nach dem @ gibt es nicht. Der Bescheid ist vom {when}.",

  "now.title": "Was jetzt zu tun ist",
  "now.keep":
    "Bewahren Sie diese Datei unverändert auf. Wer sie sehen will, bekommt die Datei und nicht den Ausdruck: Die Signatur ist in der Datei.",
  "now.not-false": "Das heißt nicht, dass sie falsch ist: Es lässt sich hier nur nicht sagen.",
  "now.unknown.look": "Suchen Sie den Namen des Anbieters in der öffentlichen Liste von AgID.",
  "now.unknown.ask": "Steht er dort, fragen Sie den Anbieter nach dem Zertifikat, mit dem er an jenem Tag signierte.",
  "now.unknown.import": "Fügen Sie dieses Zertifikat hier hinzu: Die Datei wird noch einmal geprüft.",
  "now.accettazione": "Sie sagt nicht, ob die Nachricht angekommen ist. Suchen Sie in Ihrem Postfach auch die Zustellquittung.",
  "now.non-accettazione": "Die Nachricht ging nicht ab. Der Grund steht in den Daten: Beheben Sie ihn und senden Sie erneut.",
  "now.non-accettazione-virus": "Die Nachricht ging nicht ab. Prüfen Sie die Anhänge mit einem Virenscanner und senden Sie erneut.",
  "now.presa-in-carico": "Sie sagt nicht, ob die Nachricht angekommen ist. Suchen Sie die Zustellquittung im Postfach des Absenders.",
  "now.avvenuta-consegna": "Für ein Schriftstück gibt es einen fertigen Text: „Text zum Zitieren“.",
  "now.posta-certificata": "Lesen Sie die Nachricht unten. Öffnen Sie Anhänge nur, wenn Sie den Absender kennen.",
  "now.errore-consegna":
    "In diesem Postfach ist die Nachricht nicht angekommen. Prüfen Sie die Adresse und senden Sie erneut, oder nehmen Sie einen anderen Weg.",
  "now.errore-consegna-virus":
    "In diesem Postfach ist die Nachricht nicht angekommen. Prüfen Sie die Anhänge mit einem Virenscanner und senden Sie erneut.",
  "now.preavviso-errore-consegna": "Sehen Sie nach, ob danach die Zustellquittung oder ein anderer Bescheid kam.",
  "now.preavviso-errore-consegna-12h":
    "Die Zustellung kann noch gelingen. Sehen Sie nach, ob danach die Zustellquittung oder ein anderer Bescheid kam.",
  "now.preavviso-errore-consegna-24h":
    "Für dieses Postfach ist keine Ankunft bekannt. Senden Sie erneut, oder nehmen Sie einen anderen Weg.",
  "now.rilevazione-virus": "Die Nachricht wurde gestoppt. Wer sie gesendet hat, muss die Anhänge prüfen und sie erneut senden.",
  "now.anomalia": "Behandeln Sie sie wie eine gewöhnliche Mail. Fragen Sie den Absender auf einem anderen Weg, bevor Sie ihr trauen.",
  "now.unknown": "Fragen Sie den Anbieter, was für eine Nachricht das ist.",
};
