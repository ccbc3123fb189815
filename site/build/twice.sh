#!/usr/bin/env bash
# Builds the release of the last commit in two clean clones and compares every byte. The clones differ in folder, time zone,
# language, umask and compiled-package cache.
set -euo pipefail
root=$(git rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

git clone -q "$root" "$work/one"
git clone -q "$root" "$work/somewhere else/two"
make -s -C "$work/one" dist
(
  umask 077
  export TZ=Pacific/Auckland LC_ALL=C GOCACHE="$work/cache"
  make -s -C "$work/somewhere else/two" dist
)

cd "$work/one/dist"
files=$(find . -type f | sort)
[ "$files" = "$(cd "$work/somewhere else/two/dist" && find . -type f | sort)" ] || { echo "the two builds have different files"; exit 1; }
while read -r file; do
  cmp "$file" "$work/somewhere else/two/dist/$file"
done <<<"$files"
sha256sum --quiet -c SHA256SUMS ./*.zip.sha256
echo "$(wc -l <<<"$files") files, the archive and the single file among them: identical"
