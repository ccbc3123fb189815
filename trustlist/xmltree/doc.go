// Package xmltree reads XML from strangers: XML 1.0 (fifth edition) with namespaces, whole or not at all, within bounds.
//
// There is no DOCTYPE and no entity beyond the five of XML; every prefix is declared, no attribute stands twice, no character that
// XML forbids. Nothing is corrected. Texts side by side are one node, however they were written.
package xmltree
