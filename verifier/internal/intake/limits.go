package intake

// Bounds on what is looked at and unpacked. All input is handed in whole, so its own size is the caller's to bound.
const (
	// sniffed is how much of the start Identify looks at, in bytes.
	sniffed = 64 << 10

	// maxHeaderLines is how many lines of a header are judged; separatorHeader is how many bytes of it, behind each line that may
	// separate two mails: there may be as many as lines.
	maxHeaderLines  = 500
	separatorHeader = 4 << 10

	// maxEntries is for one dropped file with all that is nested in it: what is handed over, and what could not be read.
	maxEntries = 20_000

	// maxDepth counts containers in each other: archives, mailboxes, compressed files, signed covers, mails with attachments.
	maxDepth = 16

	// maxUnpacked is the sum of all that one file and what is nested in it are unpacked to, maxEntry is for one entry, in bytes.
	// Providers take messages of 30 to 100 MB. Both are also a multiple of the file, which bounds what a file may cost: mail is mostly
	// base64, which is seldom packed to less than a third.
	maxUnpacked   = 1 << 30
	unpackedTimes = 8
	unpackedMin   = 48 << 20
	maxEntry      = 256 << 20
	entryTimes    = 6
	entryMin      = 16 << 20

	// collected is how many bytes may be unpacked before the memory of entries that are done with is collected.
	collected = 32 << 20

	// maxZipHeaders bounds the directory records that archive/zip would build before it can be asked how many there are.
	maxZipHeaders = 4 * maxEntries

	// askedTimes and askedMin bound the bytes of mails that are verified only to see whether a line inside them is text, in all and
	// as a multiple of the mailbox.
	askedTimes = 4
	askedMin   = 16 << 20

	// searchedTimes and searchedMin bound the bytes that are read to find signed entities in a text, as a multiple of the text: headers
	// that overlap are read more than once.
	searchedTimes = 2
	searchedMin   = 32 << 20

	// maxSigned is how many signed entities are looked for in a text to which no structure leads.
	maxSigned = 5_000

	// maxLabel is the length of an entry's name as shown, in bytes.
	maxLabel = 240

	// maxMsgObjects is for the streams and storages of one .msg; each recipient of a message has about ten.
	maxMsgObjects = 16_384

	// maxMsgDepth counts storages in each other: an attachment is one, a message attached whole another.
	maxMsgDepth = 8

	// maxMsgBlobs is how many attachments of one .msg are handed over.
	maxMsgBlobs = 100

	// maxMsgText is for the message class and the transport headers, in bytes.
	maxMsgText = 1 << 20
)
