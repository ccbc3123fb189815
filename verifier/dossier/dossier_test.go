package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"pecverifier/statement"
	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

var now = pectest.Now

// officeList is a provider list that knows the test office.
func officeList(t testing.TB, o *pectest.Office) *trustlist.List {
	t.Helper()
	l, err := trustlist.Parse("ca.pem", o.Authority.CA.PEM())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// pieces judges files as the command does and gives them as input.
func pieces(t testing.TB, list *trustlist.List, name string, data []byte) []Input {
	t.Helper()
	o := verifier.Options{Trust: list, Now: now}
	return Inputs(name, data, verifier.Verify(name, data, o), o)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// report is what Verify says of a piece, made from the plan without any mail.
func report(plan *pectest.Plan, p pectest.Piece) *verifier.Report {
	r := &verifier.Report{Schema: verifier.Schema, File: verifier.File{Name: p.Name, Size: 100, SHA256: hash(fmt.Sprint(p.Number))}, System: "pec",
		Kind: verifier.Kind(p.Kind), Indication: verifier.TotalPassed}
	switch {
	case p.Kind == "nothing":
		r.Kind, r.Indication = verifier.KindNone, verifier.NoEvidence
		r.Checks = []verifier.Check{{ID: "file.type", Status: verifier.Passed, Statement: statement.Statement{Reason: "file.pdf"}}}
		return r
	case p.Kind == "anomalia":
		r.Certified = &verifier.Certified{Provider: "Gestore Due SpA", Time: p.Time.Format(time.RFC3339)}
		r.Content = &verifier.Content{Form: "full"}
		return r
	case p.Flaw == "altered":
		r.Indication, r.Subindication = verifier.TotalFailed, verifier.HashFailure
		return r
	case p.Flaw == "unlisted":
		r.Indication, r.Subindication = verifier.Indeterminate, verifier.NoCertificateChain
	}
	r.Certified = &verifier.Certified{Provider: "GESTORE UNO S.p.A.", Time: p.Time.Format(time.RFC3339), Sender: plan.Sender, ReplyTo: plan.Sender,
		Subject: plan.Subject, Identifier: plan.Identifier, MessageID: plan.ClientID, DeliveredTo: p.Recipient, ReceivedFor: p.Covers,
		Error: "nessuno", ErrorDetail: p.Detail, Notice: p.Notice, Recipients: recipientsOf(plan)}
	if p.Error != "" {
		r.Certified.Error = p.Error
	}
	if p.Written != "" {
		r.Certified.Identifier = p.Written
	}
	if p.Sender != "" {
		r.Certified.Sender = p.Sender
	}
	if p.ClientID != "" {
		r.Certified.MessageID = p.ClientID
	}
	if p.Gestore != "" {
		r.Certified.Provider = p.Gestore
	}
	if p.Kind == "avvenuta-consegna" || p.Kind == "posta-certificata" {
		r.Certified.ReceiptType = plan.ReceiptType
	}
	r.Content = &verifier.Content{Form: p.Form}
	if p.Form != "none" {
		*r.Content = contentOf(plan, p)
	}
	return r
}

func recipientsOf(plan *pectest.Plan) []verifier.Recipient {
	var to, cc []verifier.Recipient
	for _, r := range plan.Recipients {
		if r.Copy {
			cc = append(cc, verifier.Recipient{Address: r.Address, Type: r.Tipo})
		} else {
			to = append(to, verifier.Recipient{Address: r.Address, Type: r.Tipo})
		}
	}
	return append(to, cc...)
}

func contentOf(plan *pectest.Plan, p pectest.Piece) verifier.Content {
	c := verifier.Content{Form: p.Form, MessageID: "<" + plan.Identifier + ">", From: plan.Sender, Subject: plan.Subject, Date: plan.Sent.String(),
		To: []string{"…"}, Attachments: []verifier.Attachment{{Name: "atto.pdf", Type: "application/pdf", Size: 90, SHA256: hash(plan.Identifier)}},
		Texts: []verifier.Text{{Type: "text/plain", SHA256: hash(plan.Subject)}}}
	if p.Form == "hashes" {
		c.Attachments = []verifier.Attachment{{Name: "atto.pdf.hash", Type: "text/plain", Size: 40, SHA256: hash(plan.Identifier + ".hash"), Hash: hash(plan.Identifier)[:40]}}
	}
	return c
}

// sentOf is what ReadSent gives for a sent mail of the plan.
func sentOf(plan *pectest.Plan, p pectest.Piece) *Sent {
	s := &Sent{Source: Source{File: verifier.File{Name: p.Name, Size: 100, SHA256: hash(fmt.Sprint(p.Number))}}, MessageID: plan.ClientID,
		Content: contentOf(plan, p)}
	s.Content.MessageID = plan.ClientID
	sum := hash(plan.Identifier)
	if p.Other {
		sum = hash("bozza")
		s.Content.Attachments[0].SHA256 = sum
	}
	s.Hashes = []BriefHash{{"atto.pdf", "decoded", hash("other")[:40]}, {"atto.pdf", "encoded", sum[:40]}}
	return s
}

// inputs are all pieces of a pile, in the shape that Verify and ReadSent give.
func inputs(pile *pectest.Pile) []Input {
	var out []Input
	for _, plan := range pile.Plans {
		for _, p := range plan.Pieces {
			if p.Kind == "sent" {
				out = append(out, Input{Sent: sentOf(plan, p)})
			} else {
				out = append(out, Input{Report: report(plan, p)})
			}
		}
	}
	for _, p := range pile.Loose {
		out = append(out, Input{Report: report(nil, p)})
	}
	return out
}

// signed are the same pieces as real mails, judged by Verify.
func signed(t testing.TB, pile *pectest.Pile) []Input {
	t.Helper()
	office := pectest.NewOffice()
	list := officeList(t, office)
	var out []Input
	for _, plan := range pile.Plans {
		for _, p := range plan.Pieces {
			out = append(out, pieces(t, list, p.Name, plan.Mail(office, p))...)
		}
	}
	for _, p := range pile.Loose {
		data := []byte("%PDF-1.7\n" + p.Name)
		if p.Kind == "anomalia" {
			data = office.Dispatch().Anomalia([]byte("From: a@b.example\r\nSubject: " + p.Name + "\r\n\r\ntext\r\n")).Bytes()
		}
		out = append(out, pieces(t, list, p.Name, data)...)
	}
	return out
}
