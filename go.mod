module pecverifier

go 1.26.0

toolchain go1.26.8

// What is made or installed while packages are listed.
ignore (
	./dist
	./site/node_modules
	./site/test-results
)

require (
	github.com/andybalholm/brotli v1.3.0
	github.com/beevik/etree v1.8.1
	github.com/emersion/go-message v0.18.2
	github.com/evanw/esbuild v0.28.2
	github.com/hack-pad/go-indexeddb v0.3.2
	github.com/richardlehane/mscfb v1.0.9
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	go.mozilla.org/pkcs7 v0.10.0
	golang.org/x/crypto v0.58.0
	golang.org/x/text v0.43.0
)

require (
	github.com/hack-pad/safejs v0.1.0 // indirect
	github.com/richardlehane/msoleps v1.0.3 // indirect
	golang.org/x/sys v0.49.0 // indirect
)
