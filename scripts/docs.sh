#!/usr/bin/env bash
# Writes the documentation of every provider object into the folder $1 (from the repository root): from the schema that
# the provider itself announces, examples/ and templates/; and the JSON Schema of the egress document. Files there that are not generated stay, docs/design for one.
#
# The schema does not pass through a CLI: an older one leaves out the kinds of object that it does not know, so the pages
# would depend on the machine that wrote them.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:?usage: scripts/docs.sh FOLDER}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
go run ./internal/tools/providerschema >"$tmp/schema.json"
go tool -modfile=internal/tools/pinned/tfplugindocs/go.mod tfplugindocs generate \
  --provider-dir . --provider-name udr --rendered-provider-name udr \
  --providers-schema "$tmp/schema.json" --rendered-website-dir "$target" >"$tmp/log" || {
  cat "$tmp/log" >&2
  exit 1
}

# The document that the `egress` subcommand reads, as a JSON Schema.
mkdir -p "$target/schemas"
go run . egress -schema >"$target/schemas/egress.schema.json"
