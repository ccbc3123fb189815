/** The program itself: whether it loaded, works without network, is new, is the published one. */
export const offline = {
  "page.broken":
    "Se leggi questa frase, il programma non è partito. Forse non si è caricato, o non è quello pubblicato. Ricarica la pagina. Se non basta, avvisa chi gestisce il sito.",

  "core.missing": "Il programma non si è caricato. Controlla la connessione e ricarica la pagina.",
  "core.altered": "Il programma ricevuto non è quello pubblicato: non è stato avviato. Ricarica la pagina. Se si ripete, avvisa chi gestisce il sito.",
  "core.unreadable": "Questo browser non riesce ad avviare il programma. Aggiorna il browser, o usane un altro.",

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
} as const;
