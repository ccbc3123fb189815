package content

import (
	"strings"
	"testing"

	"pecverifier/verifier/internal/smime"
)

func TestWhichHashesStandInForFiles(t *testing.T) {
	const sum = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
	part := func(header, body string) string { return header + "\r\n\r\n" + body }
	prescribed := "Content-Type: text/plain; name=\"atto.pdf.hash\"\r\nContent-Disposition: attachment; filename=\"atto.pdf.hash\""
	for _, test := range []struct{ name, part, want string }{
		{"as the rules have it", part(prescribed, sum), sum},
		{"in upper case", part(prescribed, strings.ToUpper(sum)), sum},
		{"with a line end", part(prescribed, sum+"\r\n"), sum},
		{"in base64", part(prescribed+"\r\nContent-Transfer-Encoding: base64", "ZGEzOWEzZWU1ZTZiNGIwZDMyNTViZmVmOTU2MDE4OTBhZmQ4MDcwOQ=="), sum},
		{"an inline file", part(strings.Replace(prescribed, "attachment", "inline", 1), sum), sum},
		{"a name in RFC 2231", part("Content-Type: text/plain\r\nContent-Disposition: attachment; filename*=utf-8''perch%C3%A9.pdf.hash", sum), sum},

		{"a name of the type alone, which a provider may have left as it was", part("Content-Type: text/plain; name=\"atto.pdf.hash\"\r\nContent-Disposition: inline", sum), ""},
		{"no disposition", part("Content-Type: text/plain; name=\"atto.pdf.hash\"", sum), ""},
		{"another type", part(strings.Replace(prescribed, "text/plain", "application/octet-stream", 1), sum), ""},
		{"HTML", part(strings.Replace(prescribed, "text/plain", "text/html", 1), sum), ""},
		{"another name", part(strings.ReplaceAll(prescribed, ".hash", ".txt"), sum), ""},
		{"no name before the ending", part(strings.ReplaceAll(prescribed, "atto.pdf.hash", ".hash"), sum), ""},
		{"in groups", part(prescribed, sum[:20]+" "+sum[20:]), ""},
		{"on two lines", part(prescribed, sum[:20]+"\r\n"+sum[20:]), ""},
		{"a blank before it", part(prescribed, " "+sum), ""},
		{"text behind it", part(prescribed, sum+"\r\natto.pdf"), ""},
		{"SHA-256", part(prescribed, sum+sum[:24]), ""},
		{"too short", part(prescribed, sum[:39]), ""},
		{"other characters", part(prescribed, sum[:39]+"g"), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, err := smime.Parse([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + test.part + "\r\n--b--\r\n"))
			if err != nil {
				t.Fatal(err)
			}
			if got := Read(e, true).Attachments[0].Hash; got != test.want {
				t.Errorf("in a brief receipt: %q", got)
			}
			if got := Read(e, false).Attachments[0].Hash; got != "" {
				t.Errorf("in another message: %q", got)
			}
			if o := Read(e, true).Open(); o.Message.Attachments[0].Hash != test.want {
				t.Errorf("opened: %q", o.Message.Attachments[0].Hash)
			}
		})
	}
}

func TestDispute(t *testing.T) {
	mail := func(contentType, body string) string { return "Content-Type: " + contentType + "\r\n\r\n" + body }
	nested := func(inner string) string {
		return mail("multipart/mixed; boundary=b", "--b\r\n\r\nuno\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"+inner+"\r\n--b--\r\n")
	}
	for _, test := range []struct{ name, mail, part string }{
		{"nothing", nested(mail("text/plain", "due")), "-"},
		{"its own header", "Testo\r\n" + mail("text/plain", "uno"), ""},
		{"a part", mail("multipart/mixed; boundary=b", "--b\r\n\r\nuno\r\n--b\r\nContent-Type : text/html\r\n\r\ndue\r\n--b--\r\n"), "2"},
		{"in an attached message", nested(mail("multipart/mixed; boundary=c(x)", "--c\r\n\r\ndue\r\n--c--\r\n")), "2.1"},
		{"a file in the text", mail("text/plain", "uno\r\nbegin 644 contratto.pdf\r\n#0V%T\r\n`\r\nend\r\n"), ""},
		{"at its start", mail("text/plain", "begin 0755 contratto.pdf\n"), ""},
		{"in base64", mail("text/plain", "begin-base64 644 contratto.pdf\n"), ""},
		{"behind a lone carriage return", mail("text/plain", "uno\rbegin 644 contratto.pdf\n"), ""},
		{"in the text's encoding", mail("text/plain\r\nContent-Transfer-Encoding: quoted-printable", "=62egin 644 contratto.pdf\r\n"), ""},
		{"text that begins so", mail("text/plain", "begin 6\r\nbegin\r\nbegin 648 x\r\nbegin here\r\nto begin 644 x\r\nbegin 644\r\nbeginning 644 x\r\n"), "-"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, err := smime.Parse([]byte(test.mail))
			if err != nil {
				t.Fatal(err)
			}
			got := "-"
			if d := Read(e, false).Dispute; d != nil {
				got = d.Part
			}
			if got != test.part {
				t.Errorf("part %q, want %q", got, test.part)
			}
		})
	}
}
