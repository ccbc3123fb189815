# make run: build the page and show it. make test: check everything. make check: the quick part of it, for every few minutes.
# make dev: the page, built anew whenever a source changes. make build: dist/ only. make dist: dist/ as it is released.
# Needs Go, Node and make; the rest is installed from site/package-lock.json and the go.mod files.

SHELL := /bin/bash
PORT ?= 8080
NODE := 20
WASM_EXEC = $(shell go env GOROOT)/lib/wasm/go_js_wasm_exec
# What runs in the browser: its tests are run again there. Long tables of mails are sampled or left out; all of them run natively.
IN_BROWSER := ./wasm/... ./verifier ./verifier/internal/cms ./verifier/internal/content ./verifier/internal/daticert ./verifier/digest ./verifier/dossier \
  ./verifier/internal/intake ./verifier/internal/smime ./trustlist
MODULES := site/node_modules/.package-lock.json
TOOL := go tool -modfile=.ci/tools.mod

.PHONY: fuzz run dev build dist release bench test check format generate check-dist engines check-tools check-format check-go check-lint check-wasm check-types \
  check-page chromium clean

run: build
	PORT=$(PORT) go run ./site/serve

dev: $(MODULES)
	PORT=$(PORT) go run ./site/dev

build: $(MODULES)
	go run ./site/build

# release/ as it is published, of a commit with a tag; UNTAGGED=1 make release: to look at.
release: dist
	.ci/release

dist: $(MODULES)
	go run ./site/build -release

# What takes how long, beside PKI.js and openssl; benchstat reads the first part. It fails above the sizes of site/bench/budget.json,
# and where a ratio has halved.
bench: build chromium
	go test -run '^$$' -bench 'Receipt|Parts|Mailbox|Archive' -benchtime 2s ./verifier ./verifier/pecverify
	cd site && node_modules/.bin/playwright test -c bench

# Two parts at a time: each leaves a processor idle now and then. The page's tests take longest, and so begin first.
test:
	@$(MAKE) --no-print-directory -j2 check-format check-page check-go check-lint check-wasm check-dist

check: check-format check-types
	go vet ./...
	go test -vet=off -short ./...
	cd site && node_modules/.bin/playwright test -c test/unit

# What a reviewer should not have to ask for.
format: $(MODULES)
	git ls-files '*.go' | xargs gofmt -w
	cd site && node_modules/.bin/biome check --write .

# What is written from the Go sources: the vectors, the schemas, and what the page must know of them.
generate: $(MODULES)
	go run ./verifier/pectest/vectors
	go run ./verifier/schema
	go run ./site/build -copies

# make fuzz PACKAGE=./verifier/internal/intake TARGET=FuzzIdentify MINUTES=20: one target, on one processor. Minimizing is cut short: it takes minutes
# for each new input, in which nothing is tried.
MINUTES ?= 10
fuzz:
	@[ -n "$(PACKAGE)" ] && [ -n "$(TARGET)" ] || { echo "Name PACKAGE and TARGET, as in: make fuzz PACKAGE=./verifier/internal/intake TARGET=FuzzIdentify. There are:"; \
	  git grep -ho '^func Fuzz[A-Za-z0-9]*' -- '*_test.go' | sed 's/^func /  /'; exit 1; }
	nice -n 19 go test -run '^$$' -fuzz '^$(TARGET)$$' -fuzztime $(MINUTES)m -fuzzminimizetime 10x -parallel 1 $(PACKAGE)

check-format:
	@unformatted=$$(git ls-files '*.go' | xargs gofmt -l); if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi

# All of vet has run when tests begin, which would run the half of it again.
check-go: $(MODULES)
	go vet ./...
	GOOS=js GOARCH=wasm go vet $(IN_BROWSER)
	go test -vet=off ./...

# The database of known faults is on the network; without it the check says that it was not made.
check-lint:
	$(TOOL) staticcheck ./...
	@$(TOOL) govulncheck ./... || { [ $$? -ne 3 ] && echo "NOT CHECKED: the database of known vulnerabilities cannot be reached."; }

check-wasm:
	GOOS=js GOARCH=wasm go test -vet=off -short -exec="$(WASM_EXEC)" $(IN_BROWSER)

check-types: $(MODULES)
	cd site && node_modules/.bin/biome ci .
	cd site && node_modules/.bin/tsc -p .

check-page: check-types dist chromium engines
	cd site && node_modules/.bin/playwright test

# The same sources in another folder, at another time, give the same bytes.
check-dist: dist
	site/build/twice.sh

# npm writes this file last; it is as old as the last complete install.
$(MODULES): site/package.json site/package-lock.json site/.npmrc | check-tools
	cd site && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
	touch $@

check-tools:
	@command -v go >/dev/null || { echo "Go is missing: https://go.dev/doc/install"; exit 1; }
	@command -v node >/dev/null || { echo "Node $(NODE) or newer is missing: https://nodejs.org"; exit 1; }
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= $(NODE) ? 0 : 1)' || { echo "Node $(NODE) or newer is needed, this is $$(node --version)"; exit 1; }

# The page's tests run in the machine's own Chromium; CHROMIUM names another one.
chromium:
	@test -x "$${CHROMIUM:-/usr/bin/chromium}" \
	  || { [ -z "$$CHROMIUM" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -y -q chromium; } \
	  || { echo "Chromium is missing. Install it (Debian: sudo apt-get install chromium) or set CHROMIUM to its path."; exit 1; }

# The main flows run in Firefox and WebKitGTK too, and HOSTING.md is followed with nginx and Apache, where they are or can be installed; the tests
# that are left out say why. WordPress is not installed: with its database it is larger than all the rest.
engines: | chromium
	@for need in firefox-esr:firefox-esr WebKitWebDriver:webkit2gtk-driver Xvfb:xvfb dbus-run-session:dbus nginx:nginx a2ensite:apache2; do \
	  command -v $${need%%:*} >/dev/null && continue; \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get install -y -q $${need##*:}; } \
	  || echo "NOT TESTED everywhere: $${need%%:*} is missing. Install it (Debian: sudo apt-get install $${need##*:})."; \
	done

clean:
	rm -rf dist site/.cache site/test-results site/node_modules
