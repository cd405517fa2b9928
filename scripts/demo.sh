#!/usr/bin/env bash
# The main job on a fresh machine, with no account: build the provider, install it as Terraform would find it, then run the how-to from
# its first command to its last, examples/demo, through the real CLI and the embedded emulator: plan, apply, plan again (nothing may be left
# to do), the voting app and its way in, an update, a refused plan and its fix, destroy.
# Everything happens in one temporary folder, which is gone afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "demo: $*" >&2
  exit 1
}
step() { printf '\n== %s\n' "$*"; }
# clean wants a plan in which nothing is left to do, and shows it if there is something.
clean() {
  local code=0
  terraform plan -detailed-exitcode >again.txt || code=$?
  [ "$code" -eq 0 ] && return
  cat again.txt
  fail "the plan after $1 ended with exit code $code instead of 0"
}

tmp=$(mktemp -d)
# The module cache, where it lands in here, is read-only.
trap 'chmod -R u+w "$tmp" && rm -rf "$tmp"' EXIT
: "${HOME:=$tmp/home}"
export HOME

step build
cli=$(go run ./internal/tools/findcli -dir "$tmp/cli")
version=0.0.1 # any release number: a mirror wants one
for host in registry.terraform.io registry.opentofu.org; do
  mkdir -p "$tmp/mirror/$host/udr-egress/udr/$version/$(go env GOOS)_$(go env GOARCH)"
done
provider=$tmp/terraform-provider-udr_v$version
CGO_ENABLED=0 go build -tags grpcnotrace -trimpath -ldflags "-s -w -funcalign=16 -X main.version=$version" -o "$provider" .
for folder in "$tmp"/mirror/*/udr-egress/udr/"$version"/*; do
  ln "$provider" "$folder/"
done

# What the caller has set for other work must not reach this run: no credentials, no flags, no development overrides.
for name in $(compgen -e | grep -E '^(ARM|TF|UDR)_' || true); do
  unset "$name"
done
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0 TF_CLI_ARGS=-no-color TF_CLI_CONFIG_FILE=$tmp/cli.tfrc
cat >"$TF_CLI_CONFIG_FILE" <<HCL
provider_installation {
  filesystem_mirror {
    path = "$tmp/mirror"
  }
}
HCL

cp -R examples/demo "$tmp/demo"
cd "$tmp/demo"
terraform() { "$cli" "$@"; }

step init
terraform version
terraform init

step plan
terraform plan -out=plan.tfplan

step apply
terraform apply plan.tfplan

step "the egress as Azure has it now, flow by flow"
terraform output -raw egress_report

step "plan again: nothing may be left to do"
code=0
terraform plan -detailed-exitcode || code=$?
[ "$code" -eq 0 ] || fail "the second plan ended with exit code $code instead of 0"

step "kubectl apply of the voting app, played by the emulator; then its way in"
"$provider" emulator service -state .udr-emulator.json -cluster "$(terraform output -raw cluster_id)" \
  -name azure-vote-front -subnet contosofinsvcsubnet -ports 80
export TF_VAR_voting_app=true
terraform apply -auto-approve
clean "the voting app"

step "update in place: one more name that the workload may reach"
export TF_VAR_extra_fqdns='["pay.contoso.com"]'
terraform apply -auto-approve
clean "the update"

step "a change that would cut the cluster off: rules written by hand, and one name forgotten"
names='"*.hcp.eastus.azmk8s.io", "*.data.mcr.microsoft.com", "mcr-0001.mcr-msedge.net", "management.azure.com", "login.microsoftonline.com", "packages.microsoft.com", "packages.aks.azure.com"'
export TF_VAR_node_fqdns="[$names]"
if terraform plan 2>&1 | tee refused.txt; then
  fail "the plan that cuts the cluster off was not refused"
fi
grep -q "mcr.microsoft.com:443 from contosofinakssubnet would be denied" refused.txt || fail "the refusal does not say why"

step "the fix that it names, applied"
export TF_VAR_node_fqdns="[$names, \"mcr.microsoft.com\"]"
terraform apply -auto-approve >/dev/null
clean "the fix"
terraform output -raw egress_report

step topology
terraform output firewall
terraform output cluster
terraform output voting_app

step destroy
terraform plan -destroy -out=destroy.tfplan >/dev/null
terraform apply destroy.tfplan
[ -z "$(terraform state list)" ] || fail "the state still holds resources"
[ -f .udr-emulator.json ] || fail "there is no emulator state file: what did this run talk to?"
grep -q '"resources":\[\]' .udr-emulator.json ||
  fail "the emulator still holds resources: $(grep -o '"id":"/subscriptions/[^"]*' .udr-emulator.json | sort -u)"

echo
echo "demo: ok"
