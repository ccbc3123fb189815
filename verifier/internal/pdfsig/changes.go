package pdfsig

import (
	"maps"
	"slices"
)

// What came after a signature, as far as the rules allow it.
const (
	AddedSignature = "signature"
	AddedTimestamp = "timestamp"
	AddedDSS       = "dss"      // material to verify the signature later
	AddedMetadata  = "metadata" // of the document as a whole: shown nowhere in it
	AddedForm      = "form"     // a field was filled in
	AddedNote      = "note"     // a comment without an appearance of its own
)

// What came after a signature and changes the document, or may.
const (
	ChangedContent     = "content"     // an object that the rules do not allow to change
	ChangedCatalog     = "catalog"     // what holds the document together
	ChangedPage        = "page"        // a page
	ChangedAnnotation  = "annotation"  // something was put over a page
	ChangedForm        = "form-change" // the form itself, or a field that was not to be filled in
	ChangedSignature   = "signature-change"
	ChangedStamp       = "stamp"       // a visible stamp over the page without a signature, or where only certified changes are allowed
	ChangedReference   = "reference"   // the signed revision pointed at something that was not there then
	ChangedUnaccounted = "unaccounted" // octets that belong to no revision
	ChangedHistory     = "history"     // later cross-references do not continue those that were signed
	ChangedUnread      = "unread"      // it could not be compared
)

// comparer holds the document of today against a signed revision.
type comparer struct {
	d      *Document
	f      *file
	survey *survey
	known  map[int]int // where objects stand, by cross-references; -1 = a cross-reference
	left   int

	sig       *Signature
	old, now  *view
	root      int // number of the catalogue
	p         int // of DocMDP; 0 = no certification
	locked    func(string) bool
	dss       map[int]bool // objects of the old DSS
	structure map[int]bool // objects of the old structure tree
	notes     map[string]bool
	bad       map[string]bool
}

func (c *comparer) compare(sig *Signature) {
	c.sig, c.notes, c.bad, c.now = sig, map[string]bool{}, map[string]bool{}, c.d.last
	c.run()
	sig.Covers = Revision
	all := c.notes
	if len(c.bad) > 0 {
		sig.Covers, all = Changed, c.bad
	}
	sig.Changes = slices.Sorted(maps.Keys(all))
	sig.Changes = sig.Changes[:min(len(sig.Changes), maxChanges)]
}

func (c *comparer) run() {
	var err error
	if c.old, err = c.f.viewOf(c.sig.End); err != nil || c.f.rebuilt {
		c.bad[ChangedUnread] = true
		return
	}
	upper := slices.Index(c.now.chain, c.old.chain[0])
	if upper < 0 {
		c.bad[ChangedHistory] = true
		return
	}
	changed := map[int]bool{}
	for _, s := range c.now.chain[:upper] {
		for _, part := range []*section{s, s.hybrid} {
			if part == nil {
				continue
			}
			if part.at < c.sig.End {
				c.bad[ChangedHistory] = true
				return
			}
			for num := range part.entries {
				changed[num] = true
			}
		}
	}
	if !c.accounted(c.sig.End, len(c.f.data)) {
		c.bad[ChangedUnaccounted] = true
		return
	}
	if c.left -= len(changed); c.left < 0 {
		c.bad[ChangedUnread] = true
		return
	}
	c.prepare()
	c.trailers()
	for _, num := range slices.Sorted(maps.Keys(changed)) {
		c.object(num)
	}
}

// prepare finds what the rules for one revision depend on.
func (c *comparer) prepare() {
	r, _ := c.old.trailer()["Root"].(ref)
	c.root = r.num
	root := c.f.dict(c.old, r)
	c.p = c.sig.Certifies
	if v := c.f.dict(c.old, c.f.dict(c.old, root["Perms"])["DocMDP"]); v != nil {
		if p := c.d.certifies(v); p > 0 && (c.p == 0 || p < c.p) {
			c.p = p
		}
	}
	c.locked = c.d.locks(c.sig.dictionary)
	c.dss = map[int]bool{}
	c.reach(root["DSS"], 0)
	c.structure = map[int]bool{}
	c.reachStructure(root["StructTreeRoot"], 0)
}

// reach collects the objects that make the DSS, without those that are streams.
func (c *comparer) reach(x value, depth int) {
	if depth > 6 || len(c.dss) > maxSignatures*64 {
		return
	}
	if r, ok := x.(ref); ok {
		if c.dss[r.num] {
			return
		}
		c.dss[r.num] = true
	}
	switch v := c.f.resolve(c.old, x).(type) {
	case dict:
		for _, y := range v {
			c.reach(y, depth+1)
		}
	case array:
		for _, y := range v {
			c.reach(y, depth+1)
		}
	}
}

func (c *comparer) trailers() {
	old, now := c.old.trailer(), c.now.trailer()
	if old["Root"] != now["Root"] || !c.f.same(old["Encrypt"], now["Encrypt"]) {
		c.bad[ChangedCatalog] = true
	}
	if !c.f.same(old["Info"], now["Info"]) {
		c.notes[AddedMetadata] = true
	}
}

// object compares one that a later revision lists.
func (c *comparer) object(num int) {
	was, had := c.old.lookup(num)
	is, has := c.now.lookup(num)
	if had == has && was == is || (!had || was.kind == free) && (!has || is.kind == free) {
		return
	}
	if !had || was.kind == free {
		// What nothing pointed at can only be reached through what has changed, and that is asked about for itself.
		if r := c.survey.refersTo[num]; r != nil && r.first < c.sig.End && c.pointedAt(num, r) {
			c.bad[ChangedReference] = true
		}
		return
	}
	old, err := c.f.loadEntry(c.old, num, was)
	var now object
	var err2 error
	if has && is.kind != free {
		now, err2 = c.f.loadEntry(c.now, num, is)
	}
	switch {
	case err != nil || err2 != nil:
		c.bad[ChangedUnread] = true
	case c.f.same(old.value, now.value):
	default:
		c.explain(num, old.value, now.value)
	}
}

// pointedAt says whether something in the signed revision refers to a number. What an earlier revision had, and the signed one has replaced,
// does not count: numbers that were set free are given anew.
func (c *comparer) pointedAt(num int, r *referrers) bool {
	return r.more || slices.ContainsFunc(r.from, func(from int32) bool {
		if from == 0 {
			return mentionsRef(c.old.trailer(), num)
		}
		o, err := c.f.load(c.old, int(from))
		return err != nil || mentionsRef(o.value, num)
	})
}

// onlyFrom says whether no object but these refers to one, in any revision.
func (c *comparer) onlyFrom(num int, allowed func(from int) bool) bool {
	r := c.survey.refersTo[num]
	if r == nil {
		return true
	}
	return !r.more && !slices.ContainsFunc(r.from, func(from int32) bool { return !allowed(int(from)) })
}

// explain allows a change by what the object is in the signed revision; what is not known is a change of the document.
func (c *comparer) explain(num int, old, now value) {
	root := c.f.dict(c.old, ref{num: c.root})
	is := func(x value) bool { r, ok := x.(ref); return ok && r.num == num }
	under := func(key string) bool { // the catalogue's alone, and under this key alone
		for k, x := range root {
			if k != key && mentionsRef(x, num) {
				return false
			}
		}
		return is(root[key]) && c.onlyFrom(num, func(from int) bool { return from == c.root })
	}
	was, wasDict := old.(dict)
	nowDict, isDict := now.(dict)
	form := c.f.dict(c.old, root["AcroForm"])
	wasStream, _ := old.(*stream)
	nowStream, _ := now.(*stream)
	switch {
	case num == c.root:
		c.catalog(was, nowDict)
	case is(c.old.trailer()["Info"]) && c.onlyFrom(num, func(int) bool { return false }):
		c.notes[AddedMetadata] = true
	case under("Metadata"), under("Extensions"):
		c.notes[AddedMetadata] = true
	case under("DSS"), c.dss[num] && c.onlyFrom(num, func(from int) bool { return c.dss[from] }):
		c.notes[AddedDSS] = true
	case is(root["AcroForm"]) && isDict:
		c.form(was, nowDict)
	case is(form["Fields"]) && c.onlyFrom(num, c.isForm):
		c.fields(old, now)
	case wasDict && isDict && was.name("Type") == "Page":
		c.page(was, nowDict)
	case wasDict && isDict && c.isField(was):
		c.field(num, was, nowDict)
	case c.isAnnotations(num):
		c.annotations(old, now)
	case c.inStructure(num):
		if !c.structureGrows(old, now) {
			c.bad[ChangedContent] = true
		}
	case c.fillsIn(num, 0):
		c.notes[AddedForm] = true
	case wasDict && isDict && c.isResource(num, form):
		if !c.grows(was, nowDict, 2) {
			c.bad[ChangedForm] = true
		}
	case wasStream != nil && nowStream != nil && wasStream.dict.name("Type") == "XRef" && nowStream.dict.name("Type") == "XRef":
	default:
		c.bad[ChangedContent] = true
	}
}
