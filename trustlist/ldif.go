package trustlist

func looksLikeLDIF([]byte) bool { return false }

func readLDIF([]byte) (*List, error) { return nil, ErrFormat }
