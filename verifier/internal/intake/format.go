// Package intake says what a dropped file is, and takes messages out of what holds several.
//
// Bytes decide, names only help. Nothing here judges a signature, and no byte of a message is changed: what Unwrap
// and an mbox give are slices of the input, what a zip or an Outlook message gives is what was put in.
package intake

// Format is what a file turned out to be.
type Format int

// The formats, from the most useful to the least.
const (
	Message Format = iota
	Mbox
	CMS
	Msg
	Zip
	Tar
	Gzip
	Bzip2
	Base64
	Stamped
	Daticert
	Evidence
	Encrypted
	ProviderList
	OLE
	Office
	PST
	OLM
	DBX
	TNEF
	Archive
	Database
	System
	Calendar
	PDF
	PNG
	JPEG
	GIF
	TIFF
	HTML
	XML
	RTF
	Empty
	OneByte
	Text
	Binary
)

// formats has the slug by which a page translates, and what to tell a person in English.
var formats = [...]struct{ slug, advice string }{
	Message: {"message", "This is a mail message."},
	Mbox:    {"mbox", "This is a mailbox with several messages; each is looked at."},
	CMS:     {"cms", "This is a signature structure (.p7m, .p7s) without a mail around it; give the whole message (.eml) as it was received."},
	Msg:     {"msg", "This is an Outlook message (.msg)."},
	Zip:     {"zip", "This is a zip archive; each file in it is looked at."},
	Tar:     {"tar", "This is a tar archive; each file in it is looked at."},
	Gzip:    {"gzip", "This is a compressed file; what is in it is looked at."},
	Bzip2:   {"bzip2", "This is a compressed file; what is in it is looked at."},
	Base64:  {"base64", "This is a file in bare base64; what is in it is looked at."},
	Stamped: {"time-stamped", "This is a time-stamped container (.tsd) that does not carry the file itself; give the file that was stamped."},
	Daticert: {"daticert", "This is daticert.xml on its own; the signature that covers it is in the message that it came with: " +
		"give the whole message (.eml)."},
	Evidence:     {"rem-evidence", "This is evidence of European registered mail (REM), with a signature of its own."},
	Encrypted:    {"encrypted", "This is an encrypted structure (.p7m); decrypt it in the mail program and give the message inside."},
	ProviderList: {"provider-list", "This is a certificate or a list of providers, not a message; it can be given as a provider list."},
	OLE:          {"ole", "This is an older Office document, not a message; give the message (.eml) as it was received."},
	Office: {"office", "This is an office document; a text copied out of a message carries no signature: give the message (.eml) " +
		"as it was received."},
	PST: {"pst", "This is an Outlook data file (.pst, .ost), which is not opened here; open it in Outlook and save the message itself out of it, " +
		"as .msg or by dragging it to the desktop."},
	OLM: {"olm", "This is an archive of Outlook for Mac (.olm), which keeps messages taken apart, without the signature; in Outlook drag " +
		"the message itself to the desktop (.eml)."},
	DBX:     {"dbx", "This is a mail folder of an old program (Outlook Express), which is not opened here; open it in a mail program and save the message itself (.eml)."},
	TNEF:    {"tnef", "This is winmail.dat, in which Outlook repacked a message; the signature is lost in it: ask for the original message."},
	Archive: {"archive", "This is an archive that cannot be opened here; unpack it and give the messages in it."},
	Database: {"database", "This is a database (.nsf of Lotus Notes, .edb of Exchange, or another), which is not opened here; open it in its program and " +
		"save the message itself (.eml)."},
	System:   {"system", "This is a file that the operating system or a mail program keeps for itself; there is no message in it."},
	Calendar: {"calendar", "This is an appointment or a contact (.ics, .vcf), not a message; give the message (.eml) as it was received."},
	PDF: {"pdf", "This is a PDF; a receipt printed or saved as PDF carries no signature of the provider: give the message (.eml) " +
		"as it was received."},
	PNG:     {"png", "This is a picture; a screenshot of a receipt carries no signature: give the message (.eml) as it was received."},
	JPEG:    {"jpeg", "This is a picture; a photograph of a receipt carries no signature: give the message (.eml) as it was received."},
	GIF:     {"gif", "This is a picture; it carries no signature: give the message (.eml) as it was received."},
	TIFF:    {"tiff", "This is a scan; a scanned receipt carries no signature: give the message (.eml) as it was received."},
	HTML:    {"html", "This is a web page; a message saved as a page carries no signature: give the message (.eml) as it was received."},
	XML:     {"xml", "This is an XML file that is no certification data of PEC; give the message (.eml) as it was received."},
	RTF:     {"rtf", "This is a formatted text; it carries no signature: give the message (.eml) as it was received."},
	Empty:   {"empty", "This file is empty; it may not have been downloaded completely."},
	OneByte: {"one-byte", "This file has a single byte; it may not have been downloaded completely."},
	Text:    {"text", "This is a text without the header of a message; a copied text carries no signature: give the message (.eml) as it was received."},
	Binary:  {"binary", "This is a format that is not known here; give the message (.eml) as it was received."},
}

// Formats lists every format, for translators and tables.
func Formats() []Format {
	all := make([]Format, len(formats))
	for i := range all {
		all[i] = Format(i)
	}
	return all
}

// Slug names the format for translation and in checks: lower case, words joined by hyphens.
func (f Format) Slug() string { return formats[f].slug }

// Advice is an English sentence: what the file is, and what to give instead where it is of no use.
func (f Format) Advice() string { return formats[f].advice }

func (f Format) String() string { return f.Slug() }

// WorthOpening says whether a walk hands anything over of a part of a mail that begins so: a mail or a container, or what holds mails and
// is not opened.
func WorthOpening(start []byte) bool {
	data, _ := recode(start)
	f := identify("", data)
	if f == CMS {
		return worthEnclosing(data)
	}
	return worthOpening(f) || f == OLE // a message may be known only by what stands further on
}

func worthOpening(f Format) bool {
	switch f {
	case Zip, Tar, Gzip, Bzip2, Stamped:
		return true
	}
	return f.telling()
}

// telling says whether what stands in a mail is handed over as it is.
func (f Format) telling() bool {
	switch f {
	case Message, CMS, Msg, Base64, Evidence, Encrypted, PST, OLM, DBX, TNEF, Archive, Database:
		return true
	}
	return false
}
