/** The accessibility statement. */
export const access = {
  "access.title": "Dichiarazione di accessibilità",
  "access.lead": "Tutti devono poter usare il programma. Qui leggi che cosa è stato fatto, e che cosa manca ancora.",
  "access.what.title": "A che cosa si riferisce",
  "access.what": "Alla pagina Verifica PEC, al file unico che si apre senza rete e al riquadro che altri siti possono ospitare.",
  "access.state.title": "Stato",
  "access.state":
    "Il programma è fatto per rispettare le regole WCAG 2.1, livello AA, chieste dalla norma EN 301 549. Rispetta anche le regole di WCAG 2.2 sul trascinamento e sulla grandezza dei pulsanti. È un giudizio di chi lo scrive: nessun altro lo ha ancora valutato.",
  "access.how.title": "Come è stato controllato",
  "access.how.axe":
    "Un programma di controllo (axe-core) guarda ogni stato della pagina: vuota, al lavoro, ogni esito, elenco, pannelli e stampa. Lo fa in tre lingue, con colori chiari e scuri, su telefono e computer. A ogni modifica non deve trovare errori.",
  "access.how.keyboard":
    "Una prova fa con la sola tastiera i compiti di chi usa la pagina: controlla un file, legge l’esito, salva un allegato, stampa. Nulla richiede di trascinare.",
  "access.how.look":
    "I colori non sono mai il solo segno: ogni esito ha una parola e un’icona. Si adattano al contrasto elevato del sistema.",
  "access.how.zoom": "Il testo si può ingrandire fino al 200% senza perdere nulla. Chi ha chiesto meno movimento non ne vede.",
  "access.not.title": "Che cosa manca",
  "access.not.people": "Non è stato ancora provato con persone che usano lettori di schermo o altri ausili.",
  "access.not.mail": "I messaggi e gli allegati sono scritti da altri: qui si mostrano come sono, e possono non essere accessibili.",
  "access.not.english": "Alcuni dettagli tecnici sono solo in inglese, e sono segnati come tali.",
  "access.not.print": "Il PDF del rapporto lo fa il browser quando si stampa: la sua accessibilità dipende dal browser.",
  "access.report.title": "Come segnalare un problema",
  "access.report": "Scrivi a chi pubblica la pagina che stai usando. Di’ quale pagina era, che cosa volevi fare e con quale programma.",
  "access.office.title": "Per gli enti che la ospitano",
  "access.office":
    "Un ente pubblico fa la sua dichiarazione con il modulo di AgID. Può citare questa pagina e la versione, per la parte che riguarda il programma.",
  "access.back": "Torna alla verifica",
} as const;
