package pectest

import "runtime"

// Native leaves a test out in the browser's WebAssembly, where it takes long, and says why: nothing in it depends on the machine.
func Native(t interface {
	Helper()
	Skip(...any)
}, why string) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip(why + ": worked through natively, nothing in it depends on the machine")
	}
}
