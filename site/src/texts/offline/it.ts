/** The program itself: whether it loaded, works without network, is new, is the published one. */
export const offline = {
  "page.broken":
    "Se leggi questa frase, il programma non è partito. Forse non si è caricato, o non è quello pubblicato. Ricarica la pagina. Se non basta, avvisa chi gestisce il sito.",

  "core.missing": "Il programma non si è caricato. Controlla la connessione e ricarica la pagina.",
  "core.altered":
    "Il programma ricevuto non è quello pubblicato: non è stato avviato. Ricarica la pagina. Se si ripete, avvisa chi gestisce il sito.",
  "core.unreadable": "Questo browser non riesce ad avviare il programma. Aggiorna il browser, o usane un altro.",
  "core.lists":
    "Il programma è ripartito, ma non ha ritrovato gli elenchi di gestori in uso. Con altri elenchi non verifica. Ricarica la pagina e aggiungi di nuovo il tuo elenco.",

  "offline.ready": "Questa pagina funziona anche senza rete.",

  "update.waiting": "C’è una nuova versione del programma.",
  "update.lost": "Quando la usi, i risultati sullo schermo vanno persi. Salva prima quelli che ti servono.",
  "update.busy": "La potrai usare alla fine del controllo.",
  "update.apply": "Usa la nuova versione",
  "update.elsewhere": "In un’altra finestra è già in uso una nuova versione. Qui continua quella di prima, finché non ricarichi la pagina.",

  "proof.title": "Verifica questa pagina",
  "proof.lead": "Il programma è fatto di queste parti. Di ognuna vedi l’impronta SHA-256, calcolata adesso dal tuo browser.",
  "proof.computing": "Calcolo delle impronte in corso.",
  "proof.impossible": "Qui il browser non calcola impronte. Apri la pagina con un indirizzo che inizia con https.",
  "proof.equal": "è quella attesa",
  "proof.differs": "NON è quella attesa",
  "proof.open": "da confrontare",
  "proof.unread": "non si può leggere",
  "proof.limit":
    "Attenzione: questo elenco da solo non prova nulla. Chi avesse cambiato la pagina potrebbe aver cambiato anche l’elenco. Vale solo il confronto che fai tu, da fuori.",
  "proof.how": "Come confrontare",
  "proof.how.sums": "Prendi il file SHA256SUMS di questa versione da dove il programma è pubblicato. Non prenderlo da questo sito.",
  "proof.how.files": "Scarica i file del sito con un altro strumento. Nella stessa cartella esegui:",
  "proof.how.differs": "Se un file è diverso, non usare la pagina e avvisa chi gestisce il sito.",
  "proof.file": "Oppure scegli un file scaricato, per esempio pec-verifier.html. Ne calcolo l’impronta:",

  "footer.single": "Scarica il programma in un solo file, per usarlo senza rete",
  "footer.embedding": "Metti il controllo nel tuo sito",

  "office.offered": "Servizio offerto da {organisation}.",
  "office.ask": "Per domande:",

  "embed.reports": "I risultati arrivano anche alla pagina che ospita questo riquadro: {origin}. I file no.",

  "demo.title": "Metti il controllo PEC nel tuo sito",
  "demo.lead":
    "Il controllo avviene nel browser di chi visita il sito. Il sito non riceve i file. Non usa cookie, e non conserva nulla se nessuno importa un elenco.",
  "demo.element": "Come elemento della pagina",
  "demo.element.lead": "Copia queste righe dove deve comparire. L’impronta fa rifiutare al browser un programma diverso da questo.",
  "demo.policy": "La politica di sicurezza che serve",
  "demo.policy.lead": "Se il tuo sito ha una Content Security Policy, deve permettere almeno questo:",
  "demo.frame": "In un riquadro",
  "demo.frame.lead":
    "Il riquadro è separato dalla tua pagina. Scrivi l’indirizzo del tuo sito dopo origin: il riquadro parla solo con quello, e gli dice quanto è alto.",
  "demo.here": "Ecco come appare",
  "demo.copy": "Copia le righe",
  "demo.copied": "Copiato.",
} as const;
