package xmltree

// Limits bound the reading of one document. Everything in it comes from whoever sent it.
type Limits struct {
	Size  int // bytes as received
	Depth int // nested elements
	Nodes int // elements, texts, comments and instructions together: each costs some 200 bytes of memory
}

const (
	maxAttributes = 256      // of one element, namespace declarations apart
	maxNamespaces = 256      // declarations in scope
	maxName       = 1 << 10  // bytes of a name
	maxProlog     = 64 << 10 // bytes in which the root is looked for

	// A text in many CDATA sections is joined: so many times the document's size, and so much beside, may be copied for it.
	joinedTimes = 16
	joinedMin   = 1 << 20
)
