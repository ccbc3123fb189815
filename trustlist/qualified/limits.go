package qualified

const (
	maxProviders    = 5_000  // the largest list has some 150
	maxServices     = 20_000 // of one list; the Italian one has 560
	maxHistory      = 200    // periods of one service
	maxIdentities   = 64     // certificates of one service
	maxText         = 1_024  // bytes of one name
	maxCriteria     = 500    // of one period
	maxCriteriaDeep = 8      // lists of criteria inside each other
	maxPointers     = 200    // of a list of lists
	maxTried        = 24     // keys that are tried for one certificate: each costs a signature check
)
