package main

import (
	"fmt"
	"strings"

	"pecverifier/verifier/pecverify/words"
)

// option is one flag, as the help, the manual page and the completion of shells all have it.
type option struct {
	name, argument, text string
	values               []string // what the argument may be, where that is known
	files                bool     // the argument is a file
}

var options = []option{
	{name: "paths", argument: "FILE", files: true, text: "read the paths from a file, one a line; - is standard input. A path that cannot be read has a report that says so; a summary follows on standard error"},
	{name: "trust", argument: "FILE", files: true, text: "add a provider list: certificates (PEM, DER), an index (LDIF), revocation lists, a snapshot; or a trusted list of a state (XML), for registered mail (REM). It may be given more than once"},
	{name: "only-trust", text: "leave the embedded list out"},
	{name: "at", argument: "TIME", text: "judge as if it were TIME (RFC 3339). It only decides whether a certificate \"has expired since\", and in a dossier whether more may still come"},
	{name: "json", text: "one JSON report a line (pec-report/1)"},
	{name: "csv", text: "a table for a spreadsheet: the page's columns, and the reason in words"},
	{name: "explain", text: "every check of each report, in sentences"},
	{name: "lang", argument: "CODE", values: words.Codes(), text: "the language of what people read; else that of LC_ALL, LC_MESSAGES or LANG"},
	{name: "dossier", text: "join all reports, and sent mails among the files, into transmissions: one JSON transmission a line, what belongs to none on standard error"},
	{name: "profile", argument: "NAME", values: []string{"l53-1994"}, text: "add a check list to each transmission: l53-1994, service by a lawyer (a help, no advice)"},
	{name: "attachments", text: "judge the signatures of what was sent too, at the certified time, and those of files that are no evidence (.p7m, .p7s beside its file, PDF, XML, ASiC, time-stamps) as of now; no verdict and no exit status changes by it"},
	{name: "judged", text: "exit status 0 says that everything was read and judged, whatever the verdicts: for engines that take another status for a failure of the machine"},
	{name: "list", text: "print the provider list in use and judge nothing; with -json as a snapshot that -trust reads"},
	{name: "completion", argument: "SHELL", values: []string{"bash", "zsh", "fish"}, text: "print the completion for a shell and judge nothing"},
	{name: "man", text: "print the manual page and judge nothing"},
}

var synopses = []string{
	"pecverify [-trust FILE]... [-json | -csv | -explain] [-attachments] PATH...",
	"pecverify [-trust FILE]... [-json | -csv] [-judged] -paths FILE",
	"pecverify [-trust FILE]... -dossier [-profile NAME] PATH...",
	"pecverify [-trust FILE]... [-json] -list",
}

const aboutPaths = `PATH is a file or a folder; - is standard input. Folders are read with all that is in them, in the order of names; links in them to files are followed, those to folders are named and not followed. ` +
	`All processors judge; reports come in the order of the paths, and say the path where it was not a name alone.`

var exits = []string{
	"0: every report is TOTAL-PASSED and everything was judged. Authentic is not delivered: a notice of failure passes too.",
	"1: some report is not, or a bound ended a search. Ordinary mail is such a report.",
	"2: usage, or a path that cannot be read.",
	"With -judged: 0, everything was read and judged; 2, something was not.",
	"With -dossier: 0, every transmission is complete; 1, some is not or there is none; 2, usage, or something that was given was not read or judged: then nothing is complete.",
}

// usage is the help, 100 columns wide.
func usage() string {
	var b strings.Builder
	for i, s := range synopses {
		fmt.Fprintf(&b, "%s%s\n", []string{"usage: ", "       "}[min(i, 1)], s)
	}
	b.WriteString("\n" + wrapped(aboutPaths, "", 100) + "\n")
	for _, o := range options {
		head := "-" + o.name
		if o.argument != "" {
			head += " " + o.argument
		}
		text := wrapped(o.text, strings.Repeat(" ", 19), 100)
		fmt.Fprintf(&b, "%-18s %s", head, strings.TrimLeft(text, " "))
	}
	b.WriteString("\nExit status\n")
	for _, e := range exits {
		b.WriteString(wrapped(e, "  ", 100))
	}
	return b.String()
}

// wrapped breaks a text into lines, each after indent.
func wrapped(text, indent string, width int) string {
	var b strings.Builder
	line := indent
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > width && line != indent {
			b.WriteString(line + "\n")
			line = indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	b.WriteString(line + "\n")
	return b.String()
}

// manual is the page for man(1).
func manual() string {
	roff := func(s string) string {
		s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
		if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
			s = `\&` + s
		}
		return s
	}
	var b strings.Builder
	b.WriteString(".TH PECVERIFY 1\n.SH NAME\npecverify \\- check PEC receipts and envelopes, and European registered mail\n.SH SYNOPSIS\n.nf\n")
	for _, s := range synopses {
		b.WriteString(roff(s) + "\n")
	}
	b.WriteString(".fi\n.SH DESCRIPTION\n" + roff(aboutPaths) + "\n.SH OPTIONS\n")
	for _, o := range options {
		b.WriteString(".TP\n.B " + roff("-"+o.name))
		if o.argument != "" {
			b.WriteString(` \fI` + roff(o.argument) + `\fR`)
		}
		b.WriteString("\n" + roff(o.text) + "\n")
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, e := range exits {
		b.WriteString(roff(e) + "\n.br\n")
	}
	return b.String()
}

// completion is for bash, zsh or fish; "" for another shell.
func completion(shell string) string {
	var b strings.Builder
	var names []string
	for _, o := range options {
		names = append(names, "-"+o.name)
	}
	quoted := func(s string) string {
		return "'" + strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`).Replace(s) + "'"
	}
	switch shell {
	case "bash":
		b.WriteString("_pecverify() {\n  local last=${COMP_WORDS[COMP_CWORD-1]} word=${COMP_WORDS[COMP_CWORD]}\n  COMPREPLY=()\n  case $last in\n")
		for _, o := range options {
			if len(o.values) > 0 {
				fmt.Fprintf(&b, "    -%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n", o.name, strings.Join(o.values, " "))
			}
		}
		fmt.Fprintf(&b, "  esac\n  [[ $word == -* ]] && COMPREPLY=($(compgen -W '%s' -- \"$word\"))\n}\ncomplete -o default -F _pecverify pecverify\n", strings.Join(names, " "))
	case "zsh":
		b.WriteString("#compdef pecverify\n_arguments \\\n")
		for _, o := range options {
			spec := "-" + o.name + "[" + strings.NewReplacer("[", "(", "]", ")").Replace(o.text) + "]"
			switch {
			case len(o.values) > 0:
				spec += ":" + o.argument + ":(" + strings.Join(o.values, " ") + ")"
			case o.files:
				spec += ":" + o.argument + ":_files"
			case o.argument != "":
				spec += ":" + o.argument + ":"
			}
			fmt.Fprintf(&b, "  '%s' \\\n", strings.ReplaceAll(strings.ReplaceAll(spec, "'", `'\''`), "\n", " "))
		}
		b.WriteString("  '*:path:_files'\n")
	case "fish":
		for _, o := range options {
			fmt.Fprintf(&b, "complete -c pecverify -o %s -d %s", o.name, quoted(o.text))
			switch {
			case len(o.values) > 0:
				fmt.Fprintf(&b, " -x -a %s", quoted(strings.Join(o.values, " ")))
			case o.argument != "":
				b.WriteString(" -r")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}
