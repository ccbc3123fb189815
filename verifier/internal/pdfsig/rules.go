package pdfsig

import "slices"

// differing gives the keys under which two dictionaries differ.
func (c *comparer) differing(old, now dict) []string {
	var out []string
	for key, x := range old {
		if y, there := now[key]; !there || !c.f.same(x, y) {
			out = append(out, key)
		}
	}
	for key := range now {
		if _, there := old[key]; !there {
			out = append(out, key)
		}
	}
	return out
}

func (c *comparer) catalog(old, now dict) {
	for _, key := range c.differing(old, now) {
		switch key {
		case "DSS":
			c.notes[AddedDSS] = true
		case "Metadata", "Extensions", "Version":
			c.notes[AddedMetadata] = true
		case "AcroForm":
			form := c.f.dict(c.now, now[key])
			if form == nil {
				c.bad[ChangedForm] = true
				continue
			}
			c.form(c.f.dict(c.old, old[key]), form)
		default:
			c.bad[ChangedCatalog] = true
		}
	}
}

// form compares interactive forms (ISO 32000-2 §12.7.3).
func (c *comparer) form(old, now dict) {
	for _, key := range c.differing(old, now) {
		switch {
		case key == "Fields":
			c.fields(old[key], now[key])
		case key == "SigFlags", key == "DA" && old[key] == nil:
		case key == "DR" && c.grows(c.f.dict(c.old, old[key]), c.f.dict(c.now, now[key]), 2):
		case key == "NeedAppearances" && now[key] != true:
		default:
			c.bad[ChangedForm] = true
		}
	}
}

// grows says whether a dictionary has all that it had, down to a depth.
func (c *comparer) grows(old, now dict, depth int) bool {
	for key, x := range old {
		if c.f.same(x, now[key]) {
			continue
		}
		a, b := c.f.dict(c.old, x), c.f.dict(c.now, now[key])
		if depth == 0 || a == nil || b == nil || !c.grows(a, b, depth-1) {
			return false
		}
	}
	return now != nil || old == nil
}

// isResource: the resources of the form, which are for fields alone.
func (c *comparer) isResource(num int, form dict) bool {
	r, ok := form["DR"].(ref)
	if ok && r.num == num {
		return c.onlyFrom(num, c.isForm)
	}
	for _, x := range c.f.dict(c.old, form["DR"]) {
		if k, ok := x.(ref); ok && k.num == num {
			return c.onlyFrom(num, func(from int) bool { return from == r.num && ok || c.isForm(from) })
		}
	}
	return false
}

func (c *comparer) isForm(num int) bool {
	r, ok := c.f.dict(c.old, ref{num: c.root})["AcroForm"].(ref)
	return num == c.root || ok && r.num == num
}

// added gives what a list has more than it had; ok only if all that was there stands there still, in its order.
func (c *comparer) added(old, now value) (more array, ok bool) {
	was, is := c.f.array(c.old, old), c.f.array(c.now, now)
	i := 0
	for _, x := range is {
		if i < len(was) && c.f.same(was[i], x) {
			i++
			continue
		}
		more = append(more, x)
	}
	return more, i == len(was)
}

func (c *comparer) fields(old, now value) {
	more, ok := c.added(old, now)
	if !ok {
		c.bad[ChangedForm] = true
	}
	for _, x := range more {
		if !c.newSignature(x) {
			c.bad[ChangedForm] = true
		}
	}
}

func (c *comparer) page(old, now dict) {
	for _, key := range c.differing(old, now) {
		switch key {
		case "Annots":
			c.annotations(old[key], now[key])
		case "Tabs":
		default:
			c.bad[ChangedPage] = true
		}
	}
}

// isAnnotations: a list that pages have as their annotations, and nothing else.
func (c *comparer) isAnnotations(num int) bool {
	r := c.survey.refersTo[num]
	return r != nil && c.onlyFrom(num, func(from int) bool {
		page := c.f.dict(c.old, ref{num: from})
		a, ok := page["Annots"].(ref)
		return ok && a.num == num && page.name("Type") == "Page"
	})
}

func (c *comparer) annotations(old, now value) {
	more, ok := c.added(old, now)
	if !ok {
		c.bad[ChangedAnnotation] = true
	}
	for _, x := range more {
		a := c.f.dict(c.now, x)
		kind := a.name("Subtype")
		switch {
		case kind == "Widget" && c.newSignature(x):
		case (kind == "Popup" || kind == "Text") && a["AP"] == nil && (c.p == 0 || c.p == 3) && c.isNew(x):
			c.notes[AddedNote] = true
		default:
			c.bad[ChangedAnnotation] = true
		}
	}
}

func (c *comparer) isNew(x value) bool {
	r, ok := x.(ref)
	if !ok {
		return false
	}
	e, there := c.old.lookup(r.num)
	return !there || e.kind == free
}

// inherited finds what a field has of itself or from above (§12.7.4.1).
func (c *comparer) inherited(v *view, field dict, key string) value {
	for range maxFieldDepth {
		if field == nil || field[key] != nil {
			break
		}
		field = c.f.dict(v, field["Parent"])
	}
	return field[key]
}

// newSignature allows a field, or its widget, that was not there and holds a signature. One that can be seen lies over the page: it
// is harmless only if it is a signature that holds, which others find out, and nobody certified that there would be none.
func (c *comparer) newSignature(x value) bool {
	field := c.f.dict(c.now, x)
	if !plainField(field) {
		return false
	}
	if !c.isNew(x) {
		// the widget of a field that was in the form already, and on no page
		r, ok := x.(ref)
		if !ok || !c.isField(c.f.dict(c.old, r)) || c.inherited(c.old, c.f.dict(c.old, r), "V") != nil {
			return false
		}
	}
	if c.f.resolve(c.now, c.inherited(c.now, field, "FT")) != name("Sig") {
		return false
	}
	if kids := c.f.array(c.now, field["Kids"]); len(kids) > 0 {
		for _, k := range kids {
			if !c.isNew(k) || !plainField(c.f.dict(c.now, k)) || !c.stamp(c.f.dict(c.now, k), true) {
				return false
			}
		}
		return true
	}
	return c.stamp(field, true)
}

// plainField: nothing that can be taken for a page.
func plainField(d dict) bool {
	_, words := d["Contents"].(str)
	return d != nil && (d["Type"] == nil || d.name("Type") == "Annot") && (d["Contents"] == nil || words) && d["Resources"] == nil && d["MediaBox"] == nil
}

// stamp asks what a signature field that was added, or filled in, brings.
func (c *comparer) stamp(field dict, added bool) bool {
	v := c.inherited(c.now, field, "V")
	r, _ := v.(ref)
	which := slices.IndexFunc(c.d.Signatures, func(s Signature) bool { return v != nil && s.object == r.num && s.dictionary != nil })
	seen := c.visible(field)
	if which < 0 {
		if seen {
			c.bad[ChangedStamp] = true
		}
		return true
	}
	s := &c.d.Signatures[which]
	note := AddedSignature
	if s.Err != nil {
		c.bad[ChangedSignature] = true
	}
	if s.Kind == Timestamp {
		note = AddedTimestamp
	} else if c.p == 1 {
		c.bad[ChangedSignature] = true
	}
	c.notes[note] = true
	switch {
	case s.End != 0 && s.End <= c.sig.End && s.Err == nil: // an old signature in a new field
		c.bad[ChangedSignature] = true
	case seen && added && c.p > 0:
		c.bad[ChangedStamp] = true
	case seen && !slices.Contains(c.sig.Stamped, which):
		c.sig.Stamped = append(c.sig.Stamped, which)
	}
	return true
}

// visible says whether a widget has an area and an appearance.
func (c *comparer) visible(field dict) bool {
	const hidden, noView = 1 << 1, 1 << 5
	if flags, _ := c.f.resolve(c.now, field["F"]).(int); flags&(hidden|noView) != 0 || field["AP"] == nil {
		return false
	}
	r := c.f.array(c.now, field["Rect"])
	return len(r) == 4 && !c.f.same(c.f.resolve(c.now, r[0]), c.f.resolve(c.now, r[2])) && !c.f.same(c.f.resolve(c.now, r[1]), c.f.resolve(c.now, r[3]))
}

// isField: a field of the form, or a widget of one. A page and the like never are.
func (c *comparer) isField(d dict) bool {
	if t := d.name("Type"); d == nil || t != "" && t != "Annot" {
		return false
	}
	return d.name("Subtype") == "Widget" || d["Subtype"] == nil && c.inherited(c.old, d, "FT") != nil && (d["T"] != nil || d["Kids"] != nil)
}

func (c *comparer) fullName(field dict) string {
	path := ""
	for range maxFieldDepth {
		if field == nil {
			break
		}
		if t, ok := c.f.resolve(c.old, field["T"]).(str); ok {
			if path != "" {
				path = "." + path
			}
			path = text(t.octets) + path
		}
		field = c.f.dict(c.old, field["Parent"])
	}
	return path
}

// mayFill says whether a field of the signed revision might be filled in afterwards.
func (c *comparer) mayFill(field dict) bool {
	return c.p != 1 && !c.locked(c.fullName(field)) && !(c.f.resolve(c.old, c.inherited(c.old, field, "FT")) == name("Sig") &&
		c.inherited(c.old, field, "V") != nil)
}

// field compares a field that was there.
func (c *comparer) field(num int, old, now dict) {
	if c.f.resolve(c.old, c.inherited(c.old, old, "FT")) == name("Sig") {
		c.signatureField(old, now)
		return
	}
	for _, key := range c.differing(old, now) {
		switch key {
		case "V", "AP", "AS", "M", "I", "RV":
			if c.mayFill(old) {
				c.notes[AddedForm] = true
				continue
			}
		case "Kids":
			c.fields(old[key], now[key])
			continue
		}
		c.bad[ChangedForm] = true
	}
}

// signatureField: an empty one may be signed; one that is signed stays as it is.
func (c *comparer) signatureField(old, now dict) {
	if c.inherited(c.old, old, "V") != nil {
		c.bad[ChangedSignature] = true
		return
	}
	for _, key := range c.differing(old, now) {
		switch key {
		case "V", "AP", "AS", "M", "MK":
		case "F", "P", "NM", "DA", "Type":
			if old[key] != nil && key != "F" {
				c.bad[ChangedForm] = true
			}
		default:
			c.bad[ChangedForm] = true
		}
	}
	c.stamp(now, false)
}

// fillsIn: an object that belongs to the value or the appearance of fields which may be filled in, and to nothing else.
func (c *comparer) fillsIn(num, depth int) bool {
	const deep = 4
	r := c.survey.refersTo[num]
	if r == nil || depth > deep {
		return false
	}
	return c.onlyFrom(num, func(from int) bool {
		o, err := c.f.load(c.old, from)
		if err != nil {
			return false
		}
		field, _ := o.value.(dict)
		if field == nil || !c.isField(field) {
			if o.value == nil { // an object of a later revision, which is asked about for itself
				return c.isLater(from)
			}
			return from != num && c.fillsIn(from, depth+1)
		}
		for key, x := range field {
			if key != "V" && key != "AP" && mentionsRef(x, num) {
				return false
			}
		}
		return c.mayFill(field)
	})
}

func (c *comparer) isLater(num int) bool { return c.isNew(ref{num: num}) }

func mentionsRef(x value, num int) bool {
	switch x := x.(type) {
	case ref:
		return x.num == num
	case array:
		return slices.ContainsFunc(x, func(y value) bool { return mentionsRef(y, num) })
	case *stream:
		return mentionsRef(x.dict, num)
	case dict:
		for _, y := range x {
			if mentionsRef(y, num) {
				return true
			}
		}
	}
	return false
}
