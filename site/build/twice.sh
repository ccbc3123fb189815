#!/usr/bin/env bash
# Builds dist/ again from a copy of the sources and compares every byte with the one that is there. The copy differs in
# folder, time zone, language, umask and the cache of compiled packages.
set -euo pipefail
root=$(git rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
copy="$work/somewhere else/copy"

[ -f "$root/dist/SHA256SUMS" ] || { echo "build first: make dist"; exit 1; }
mkdir -p "$copy"
(cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -cf - -T - 2>/dev/null) | tar -xf - -C "$copy"
ln -s "$root/site/node_modules" "$copy/site/node_modules"
(cd "$root" && go build -o "$work/build" ./site/build)
(
  umask 077
  cd "$copy"
  export TZ=Pacific/Auckland LC_ALL=C GOCACHE="$work/cache"
  "$work/build"
)

cd "$copy/dist"
files=$(find . -type f ! -name SHA256SUMS | sort)
# What a release adds is made from these: compressed copies, the archive, and sums.
there=$(cd "$root/dist" && find . -type f ! -name SHA256SUMS ! -name '*.br' ! -name '*.gz' ! -name '*.zip' ! -name '*.zip.sha256' ! -name '*.tgz' ! -name '*.tgz.sha256' | sort)
[ "$files" = "$there" ] || { echo "the two builds have different files:"; diff <(echo "$there") <(echo "$files"); exit 1; }
while read -r file; do
  cmp "$file" "$root/dist/$file"
done <<<"$files"
cd "$root/dist"
sha256sum --quiet -c SHA256SUMS
for sum in *.zip.sha256; do [ ! -e "$sum" ] || sha256sum --quiet -c "$sum"; done
echo "$(wc -l <<<"$files") files: identical, and the sums hold"
