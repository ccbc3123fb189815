package pdfsig

import "slices"

// The structure tree (ISO 32000-2 §14.7) says what the parts of a page are, for whoever has it read aloud. Programs that sign a tagged document
// put the new field into it. It may grow by such fields, and by nothing else: words of its own (ActualText, Alt) would be read in place of
// what was signed.

// inStructure: an object of the signed revision that is reached through the structure tree, and through nothing else.
func (c *comparer) inStructure(num int) bool {
	return c.structure[num] && c.onlyFrom(num, func(from int) bool { return from == c.root || c.structure[from] || c.isLater(from) })
}

// reachStructure collects the objects that make the structure tree, without pages and what is on them.
func (c *comparer) reachStructure(x value, depth int) {
	if r, ok := x.(ref); ok {
		if c.structure[r.num] {
			return
		}
		if d := c.f.dict(c.old, r); d != nil && d.name("Type") != "StructTreeRoot" && d.name("Type") != "StructElem" && d["Nums"] == nil && d["Kids"] == nil {
			return
		}
		c.structure[r.num] = true
	}
	if depth > maxFieldDepth || len(c.structure) > maxFields {
		return
	}
	switch v := c.f.resolve(c.old, x).(type) {
	case dict:
		for _, key := range []string{"K", "ParentTree", "Nums", "Kids"} {
			if v[key] != nil {
				c.reachStructure(v[key], depth+1)
			}
		}
	case array:
		for _, y := range v {
			c.reachStructure(y, depth+1)
		}
	}
}

// structureGrows compares an object of the tree.
func (c *comparer) structureGrows(old, now value) bool {
	was, isDict := old.(dict)
	is, stays := now.(dict)
	if !isDict || !stays {
		_, list := old.(array)
		_, still := now.(array)
		return list && still && c.moreStructure(old, now)
	}
	for _, key := range c.differing(was, is) {
		switch key {
		case "K", "Nums":
			if !c.moreStructure(was[key], is[key]) {
				return false
			}
		case "ParentTreeNextKey":
			if n, ok := c.f.resolve(c.now, is[key]).(int); !ok || n < 0 {
				return false
			}
		case "Limits": // of the keys of a number tree: they are numbers of parts, which nobody sees
		default:
			return false
		}
	}
	return true
}

// moreStructure: all that a list had stands there still, in its order, and what is new are numbers and the elements of new signature fields.
func (c *comparer) moreStructure(old, now value) bool {
	single := func(v *view, x value) value {
		if r := c.f.resolve(v, x); r != nil {
			if _, list := r.(array); !list {
				return array{x}
			}
		}
		return x
	}
	more, ok := c.added(single(c.old, old), single(c.now, now))
	return ok && !slices.ContainsFunc(more, func(x value) bool {
		_, number := x.(int)
		return !number && !c.fieldElement(x, 4)
	})
}

// fieldElement: a new element that stands for a new signature field.
func (c *comparer) fieldElement(x value, depth int) bool {
	d := c.f.dict(c.now, x)
	if d == nil || depth == 0 {
		return false
	}
	if d.name("Type") == "OBJR" {
		field := c.f.dict(c.now, d["Obj"])
		return c.isNew(d["Obj"]) && field != nil && c.f.resolve(c.now, c.inherited(c.now, field, "FT")) == name("Sig")
	}
	for key := range d {
		if !slices.Contains([]string{"Type", "S", "P", "K", "Pg", "ID"}, key) {
			return false
		}
	}
	kids := c.f.array(c.now, d["K"])
	if kids == nil && d["K"] != nil {
		kids = array{d["K"]}
	}
	return c.isNew(x) && len(kids) > 0 && !slices.ContainsFunc(kids, func(k value) bool { return !c.fieldElement(k, depth-1) })
}
