package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"pecverifier/verifier"
	"pecverifier/verifier/dossier"
)

// ahead is how many files may be judged before the one whose turn it is to be printed: so many reports wait in memory,
// while of the files themselves there is one for each processor.
const ahead = 4096

// longestPath is the longest line of a list of paths, in bytes.
const longestPath = 1 << 20

// task is one file, from its path to what is to be printed of it.
type task struct {
	path   string
	listed bool // its path stood in a list: the reports repeat it
	found  bool // in a folder: nobody named it
	stdin  bool
	err    error  // it could not be read
	unread string // why not, as a dossier names it; "" = dossier.UnreadFile

	done     chan struct{} // closed when all below is set
	lines    []byte
	passed   bool
	gathered []dossier.Input // for -dossier
	reports  tally
}

// scan judges what feed names on all processors, and prints in the order of feed. feed stops when its argument says so.
func (c *command) scan(feed func(yield func(*task) bool)) {
	order, work, stop := make(chan *task, ahead), make(chan *task), make(chan struct{})
	go func() {
		defer close(order)
		defer close(work)
		feed(func(t *task) bool {
			t.done = make(chan struct{})
			select {
			case order <- t:
			case <-stop:
				return false
			}
			select {
			case work <- t:
				return true
			case <-stop:
				return false
			}
		})
	}()
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for t := range work {
				c.judge(t)
				close(t.done)
			}
		})
	}
	c.printAll(order)
	close(stop)
	workers.Wait()
}

// printAll prints the tasks in their order, until there are none or nobody takes what is printed. Whoever waits at the
// other end of a pipe gets what is ready before this waits for more.
func (c *command) printAll(order <-chan *task) {
	for {
		var t *task
		select {
		case t = <-order:
		default:
			if c.out.Flush() != nil {
				return
			}
			t = <-order
		}
		if t == nil {
			return
		}
		<-t.done
		if t.err != nil {
			c.unreadable(t.err)
		}
		c.pile.inputs = append(c.pile.inputs, t.gathered...)
		c.tally.add(t.reports)
		c.tally.file(c.known)
		if t.err != nil && !t.listed {
			c.tally.unread++ // it has no report
		}
		if !t.passed && c.status == 0 {
			c.status = 1
		}
		if _, err := c.out.Write(t.lines); err != nil {
			c.unreadable(err)
			return
		}
	}
}

// judge reads a file and prepares what is printed of it. It runs on many goroutines and changes the task alone.
func (c *command) judge(t *task) {
	t.passed = true
	name := filepath.Base(t.path)
	var data []byte
	switch {
	case t.err != nil:
	case t.stdin:
		data, t.err = io.ReadAll(io.LimitReader(c.stdin, verifier.DefaultMaxInput+1))
	default:
		data, t.err = readFile(t.path)
	}
	if t.err != nil {
		if c.pile.on {
			t.gathered = []dossier.Input{{Unread: &dossier.Unread{Source: dossier.Source{File: verifier.File{Name: t.path}},
				Reason: cmp.Or(t.unread, dossier.UnreadFile), Error: t.err.Error(), Count: 1}}}
		}
		if t.listed && !c.pile.on {
			t.line(c, verifier.Report{Schema: verifier.Schema, File: verifier.File{Name: name}, Error: t.err.Error()})
		}
		return
	}
	defer c.memory.need(len(data))()
	o := c.options
	if o.Attachments && !t.stdin {
		o.Beside = append(beside(t.path), c.asked(t.path)...)
	}
	reports := verifier.Verify(name, data, o)
	if c.pile.on {
		t.gathered = dossier.Inputs(name, data, reports, o)
		return
	}
	for _, r := range reports {
		if t.found && r.KeptBySystem() {
			continue // it is no mail that somebody lost; given by itself it is named
		}
		t.passed = t.passed && r.Indication == verifier.TotalPassed && r.Judged()
		t.line(c, r)
	}
}

func (t *task) line(c *command, r verifier.Report) {
	if t.listed || !t.stdin && t.path != r.File.Name {
		r.File.Path = t.path
	}
	t.reports.report(r)
	switch {
	case c.asCSV:
		t.lines = append(t.lines, c.people.row(r)...)
		return
	case !c.asJSON:
		t.lines = append(t.lines, c.people.text(r)...)
		return
	}
	line, err := verifier.AppendJSON(nil, []verifier.Report{r}, "")
	if err != nil {
		t.err = err
		return
	}
	t.lines = append(unescaped(t.lines, line), '\n')
}

// unescaped adds JSON with the signs < > & as they are: nothing takes it for HTML here.
func unescaped(out, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 || i+1 == len(text) {
			return append(out, text...)
		}
		out = append(out, text[:i]...)
		text = text[i:]
		n := 2 // a backslash and what it stands before
		if len(text) >= 6 && text[1] == 'u' {
			n = 6
		}
		if sign, ok := map[string]byte{`\u003c`: '<', `\u003e`: '>', `\u0026`: '&'}[string(text[:n])]; ok {
			out = append(out, sign)
		} else {
			out = append(out, text[:n]...)
		}
		text = text[n:]
	}
}

// walk names a file, or every file of a folder in the order of names, links to files among them. What it names that is no file, or
// cannot be read, has its error: nothing that a folder holds is passed over, but for what a system keeps there for itself.
func walk(path string, listed bool, yield func(*task) bool) bool {
	if path == "-" && !listed {
		return yield(&task{path: path, stdin: true})
	}
	more := true
	err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			t := &task{path: name, listed: listed, err: err}
			if d != nil && d.IsDir() {
				t.unread = dossier.UnreadFolder
			}
			more = yield(t)
		case d.Type().IsRegular() || name == path && !d.IsDir():
			more = yield(&task{path: name, listed: listed, found: name != path})
		case !d.IsDir():
			more = yield(special(name, listed))
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && more {
		more = yield(&task{path: path, listed: listed, err: err})
	}
	return more
}

// special is what a folder holds beside files and folders. A link counts as the file to which it leads; one to a folder is not
// followed, because it may lead back, and what is no file (a pipe, a device) may never end.
func special(name string, listed bool) *task {
	t := &task{path: name, listed: listed}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		t.err = err
	case info.IsDir():
		t.err, t.unread = fmt.Errorf("%s: a link to a folder, not followed", name), dossier.UnreadLink
	case !info.Mode().IsRegular():
		t.err, t.unread = fmt.Errorf("%s: not a file", name), dossier.UnreadSpecial
	}
	return t
}

// countLines is for the time that is left; 0 where it is not a file that can be read twice.
func countLines(name string) int {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	f, err := os.Open(name)
	if err != nil {
		return 0
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewReaderSize(f, 1<<16); ; {
		part, err := lines.ReadSlice('\n')
		n += bytes.Count(part, []byte("\n"))
		if err != nil && err != bufio.ErrBufferFull {
			return n
		}
	}
}

// walkList names the files of a list, one path a line; - is standard input. A path goes on as soon as it is read.
func (c *command) walkList(name string, yield func(*task) bool) {
	list := c.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			yield(&task{path: name, err: fmt.Errorf("-paths: %w", err)})
			return
		}
		defer f.Close()
		list = f
	}
	lines := bufio.NewScanner(list)
	lines.Buffer(nil, longestPath)
	for lines.Scan() {
		if path := lines.Text(); path != "" && !walk(path, true, yield) {
			return
		}
	}
	if err := lines.Err(); err != nil {
		yield(&task{path: name, err: fmt.Errorf("-paths: %w", err)})
	}
}
