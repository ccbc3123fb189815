package pectest

import (
	"crypto"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

func tns(name string, nodes ...*XML) *XML   { return Element("tns", SpaceREM, name, nodes...) }
func local(name string, nodes ...*XML) *XML { return Element("", "", name, nodes...) }
func extn(name string, nodes ...*XML) *XML  { return Element("ext", SpaceREMMail, name, nodes...) }
func figure(i int) *XML                     { return Text(strconv.Itoa(i)) }

func identityOf(friendly, name, value string) *XML {
	saml := func(n string, nodes ...*XML) *XML { return Element("saml", spaceSAML, n, nodes...) }
	return tns("Identity", saml("Attribute", saml("AttributeValue", Text(value))).With("FriendlyName", friendly).With("Name", name).With("NameFormat", remAttributeFormat))
}

// Identifier is that of the evidence, made of what it is about.
func (m *REMMessage) Identifier() string {
	about := fmt.Sprint(m.Sending.MessageID, m.Event, m.Time.Unix(), m.Consigned, m.Relayed)
	return "56A0CF65." + token(8, about) + ".03B4A2C2." + m.Provider.Address()
}

// EvidenceTree is the evidence as it is signed.
func (m *REMMessage) EvidenceTree() *XML {
	s := m.Sending
	root := tns("Evidence").With("version", remEvidenceVersion)
	root.Declare = [][2]string{{"ds", SpaceDSig}, {"ext", SpaceREMMail}, {"saml", spaceSAML}, {"tns", SpaceREM}}
	why := tns("EventReasons")
	for _, r := range m.Reasons {
		why.Add(tns("EventReason", local("Code", Text(REMReasonPrefix+r[0])), local("Details", Text(r[1])), local("Details", Text(r[2]))))
	}
	sender := tns("SenderDetails")
	if !m.Outside {
		sender.Add(identityOf("PersonIdentifier", remPersonIdentifier, "IT/IT/"+personOf(s.Sender)))
	}
	sender.Add(local("Identifier", Text(s.Sender)).With("IdentifierSchemeName", "mailto"))
	if !m.Outside {
		sender.Add(local("AssuranceLevelsDetails", local("GlobalAssuranceLevel", local("AssuranceLevel", Text(remAssuranceLevel)), local("PolicyID", Text(remAssurancePolicy))),
			tns("AuthenticationDetails", local("AuthenticationTime", instant(s.Sent.Add(-5*time.Minute))), local("AuthenticationMethod", Text(remAssuranceMethod)))))
	}
	root.Add(tns("EvidenceIdentifier", Text(m.Identifier())), tns("ERDSEventId", Text(REMEventPrefix+m.Event)), why, local("EventTime", instant(m.Time)),
		tns("EvidenceIssuerPolicyID", local("PolicyID", Text(remBaseline)), local("PolicyID", Text(remEvidencePolicy))),
		tns("EvidenceIssuerDetails", identityOf("LegalName", remLegalName, m.Provider.Name)), sender)
	for _, r := range m.Recipients {
		root.Add(tns("RecipientDetails", local("Identifier", Text(r)).With("IdentifierSchemeName", "mailto")))
	}
	if !m.Submitted.IsZero() {
		root.Add(tns("SubmissionTime", instant(m.Submitted)))
	}
	for _, i := range m.Consigned {
		root.Add(local("EvidenceRefersToRecipient", figure(i)))
	}
	digest := m.Digest
	if digest == nil {
		digest = sum(crypto.SHA256, s.OriginalBytes)
	}
	root.Add(tns("MessageIdentifier", Text(s.MessageID)),
		tns("UserContentInfo", local("AppLayerIdentifier", Text(s.ClientID)), local("ComposingParts", Text("1")), tns("PartsInfo", tns("PartInfo",
			local("Identifier", Text(remOriginalPart)), local("ContentType", Text("message/rfc822")),
			ds("DigestMethod").With("Algorithm", remDigestMethod), ds("DigestValue", b64(digest))))))
	if m.System != "" {
		root.Add(local("ForwardedToExternalSystem", Text(m.System)))
	}
	if m.External != "" {
		root.Add(tns("ExternalERDSDetails", identityOf("LegalName", remLegalName, m.External)))
	}
	general := extn("GeneralEvidenceInfo")
	if s.Subject != "" {
		general.Add(extn("Subject", Text(s.Subject)))
	}
	for _, i := range s.Untrusted {
		general.Add(extn("UntrustedPathToRecipient", figure(i)))
	}
	extensions := tns("Extensions", tns("Extension", general).With("isCritical", "false"))
	if len(m.Relayed) > 0 {
		relay := extn("RelayEvidenceInfo")
		for _, i := range m.Relayed {
			relay.Add(extn("RelayEvidenceRefersTo", figure(i)))
		}
		extensions.Add(tns("Extension", relay).With("isCritical", "false"))
	}
	root.Add(extensions)
	if m.Tree != nil {
		m.Tree(root)
	}
	return root.Indent(0)
}

// personOf is the identifier that stands for an address: the hash of it in lower case.
func personOf(address string) string {
	return strings.ToUpper(hex.EncodeToString(sum(crypto.SHA256, []byte(strings.ToLower(address)))))
}

// Evidence is the evidence document, signed.
func (m *REMMessage) Evidence() []byte {
	root := m.EvidenceTree()
	if !m.Unsigned {
		x := XAdES{Certificate: m.Provider.Certificate, Chain: [][]byte{m.Sending.Office.CA.DER}, ID: "id-" + strings.ToLower(token(32, m.Identifier())), SigningTime: m.Time}
		if !m.NoStamp {
			x.Stamp = func(value []byte) []byte {
				t := TimeStamp{Unit: m.Sending.Office.Stamps, Chain: [][]byte{m.Sending.Office.CA.DER}, Data: value, Time: m.Time.Add(3 * time.Minute)}
				if m.Stamp != nil {
					m.Stamp(&t)
				}
				return t.DER()
			}
		}
		if m.XAdES != nil {
			m.XAdES(&x)
		}
		x.Sign(root)
	}
	out := root.Bytes()
	if m.XML != nil {
		out = m.XML(out)
	}
	return out
}
