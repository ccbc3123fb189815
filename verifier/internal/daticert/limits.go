package daticert

// Bounds on one daticert.xml. Nothing is built in memory before the input has passed them.
const (
	// maxSize is in bytes, as received. A real one has about 1 KB; with maxRecipients it has under 1 MiB. The rest is for a
	// subject as long as a header may be: a sender must not make the evidence unreadable by it.
	maxSize = 8 << 20

	// maxDepth counts nested elements; the rules need four (postacert, dati, data, giorno).
	maxDepth = 8

	// maxRecipients: size × recipients must stay within 30 MB (RFC 6109 §3.1.1 with the Italian limit), so more
	// recipients than this would leave a message 3 KB, less than its own headers; providers stop at 500 to 1,000.
	maxRecipients = 10_000

	// maxMarkup counts tags, comments, sections and instructions: two tags a recipient, and as much again to spare.
	maxMarkup = 4*maxRecipients + 1_000

	// maxAttributes is for one element; the rules need two.
	maxAttributes = 16

	// maxAttribute is the length of one attribute value in bytes, references not yet resolved.
	maxAttribute = 1_024

	// maxLine is for addresses, names, identifiers: above the 998 bytes of a mail header line, in bytes of UTF-8.
	maxLine = 4 << 10

	// maxText is for what people write (oggetto, risposte, errore-esteso), in bytes of UTF-8. What is longer is cut.
	maxText = 64 << 10

	// maxDeclaration is how far the end of the XML declaration is looked for, in bytes.
	maxDeclaration = 1_024
)
