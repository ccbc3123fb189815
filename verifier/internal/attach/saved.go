package attach

// Inside gives the file that lies behind so many covers, from outside; 0 is the file itself. Only of what was judged here.
func (s *Signed) Inside(covers int) ([]byte, bool) {
	for range covers {
		if s == nil || s.Content == nil || s.Content.Signed == nil {
			return nil, false
		}
		s = s.Content.Signed
	}
	if s == nil || s.data == nil {
		return nil, false
	}
	return s.data, true
}
