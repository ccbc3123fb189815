package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The line of README.md for GNU parallel: two processes, and two hosts reached by ssh, which are this machine.
func TestGNUParallel(t *testing.T) {
	for _, need := range []string{"parallel", "perl"} {
		if _, err := exec.LookPath(need); err != nil {
			t.Skipf("%s is not installed", need)
		}
	}
	dir := t.TempDir()
	command := filepath.Join(dir, "pecverify")
	if out, err := exec.Command("go", "build", "-o", command, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	good, err := filepath.Abs(filepath.Join(testdata, "kinds/accettazione.eml"))
	if err != nil {
		t.Fatal(err)
	}
	altered := filepath.Join(filepath.Dir(filepath.Dir(good)), "repair/reencoded.eml")
	var paths strings.Builder
	for i := range 400 {
		path := good
		if i == 150 {
			path = altered
		}
		fmt.Fprintln(&paths, path)
	}
	run := func(args ...string) {
		t.Helper()
		c := exec.Command("parallel", append(args, "--pipe", "-N", "100", "-k", command+" -json -judged -only-trust -trust "+filepath.Join(filepath.Dir(filepath.Dir(good)), "trust/ca.pem")+" -paths -")...)
		c.Env = append(os.Environ(), "HOME="+dir, "PARALLEL_HOME="+dir)
		c.Stdin = strings.NewReader(paths.String())
		var out, said bytes.Buffer
		c.Stdout, c.Stderr = &out, &said
		if err := c.Run(); err != nil {
			t.Fatalf("%q: %v %s", args, err, said.String())
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(lines) != 400 || strings.Count(said.String(), "100 files, 100 reports") != 4 {
			t.Fatalf("%q: %d lines; %s", args, len(lines), said.String())
		}
		for i, line := range lines {
			if strings.Contains(line, "TOTAL-PASSED") == (i == 150) {
				t.Errorf("%q: line %d: %.200s", args, i, line)
			}
		}
	}
	run("-j2")
	t.Run("over two hosts", func(t *testing.T) {
		hosts := sshHosts(t, dir)
		run("-j1", "--sshlogin", hosts[0], "--sshlogin", hosts[1])
	})
}

// sshHosts starts a server of ssh for this user alone, and names it twice.
func sshHosts(t *testing.T, dir string) [2]string {
	const server = "/usr/sbin/sshd"
	if _, err := os.Stat(server); err != nil {
		t.Skip("no server of ssh is installed")
	}
	must := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			t.Skipf("%s: %v %s", name, err, out)
		}
	}
	for _, key := range []string{"host", "user"} {
		must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, key))
	}
	os.MkdirAll("/run/sshd", 0o755) // it wants this folder where root starts it
	public, err := os.ReadFile(filepath.Join(dir, "user.pub"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "authorized"), public, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	running := exec.Command(server, "-D", "-f", "/dev/null", "-p", fmt.Sprint(port), "-h", filepath.Join(dir, "host"), "-o", "ListenAddress=127.0.0.1", "-o", "PidFile=none",
		"-o", "AuthorizedKeysFile="+filepath.Join(dir, "authorized"), "-o", "StrictModes=no", "-o", "UsePAM=no", "-o", "PermitRootLogin=yes")
	if err := running.Start(); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { running.Process.Kill(); running.Wait() })
	var last error
	login := fmt.Sprintf("ssh -p %d -i %s -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectionAttempts=20 ", port, filepath.Join(dir, "user"))
	args := append(strings.Fields(login)[1:], "127.0.0.1", "true")
	if out, err := exec.Command("ssh", args...).CombinedOutput(); err != nil {
		last = fmt.Errorf("%v %s", err, out)
	}
	if last != nil {
		t.Skipf("ssh to this machine: %v", last)
	}
	return [2]string{"1/" + login + "127.0.0.1", "1/" + login + "localhost"}
}
