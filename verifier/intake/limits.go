package intake

// Bounds on what is looked at and unpacked. All input is handed in whole, so its own size is the caller's to bound.
const (
	// sniffed is how much of the start Identify looks at, in bytes; only to count mbox entries it goes further.
	sniffed = 64 << 10

	// maxHeaderLines is how many lines of a header are judged.
	maxHeaderLines = 500

	// maxEntries is for one dropped container with all that is nested in it.
	maxEntries = 20_000

	// maxVainSearches is how often a mailbox is searched to its end for a closing delimiter that is not there.
	maxVainSearches = 20

	// maxUnpacked is the sum of all entries of one zip, in bytes; maxEntry is for one of them. Providers take messages of
	// 30 to 100 MB.
	maxUnpacked = 1 << 30
	maxEntry    = 256 << 20

	// maxRatio is how many times its packed size an entry above ratioFrom bytes may have. Deflate ends at 1,032; a mail,
	// which is mostly base64, is seldom above 20.
	maxRatio  = 200
	ratioFrom = 8 << 20

	// maxZipDepth counts zips in each other: one, and one in it.
	maxZipDepth = 2

	// maxZipHeaders bounds the directory records that archive/zip would build before it can be asked how many there are.
	maxZipHeaders = 4 * maxEntries

	// maxLabel is the length of an entry's name as shown, in bytes.
	maxLabel = 240

	// maxMsgObjects is for the streams and storages of one .msg; each recipient of a message has about ten.
	maxMsgObjects = 16_384

	// maxMsgDepth counts storages in each other: an attachment is one, a message attached whole another.
	maxMsgDepth = 8

	// maxMsgBlobs is how many signed attachments of one .msg are handed over.
	maxMsgBlobs = 100

	// maxMsgText is for the message class and the transport headers, in bytes.
	maxMsgText = 1 << 20
)
