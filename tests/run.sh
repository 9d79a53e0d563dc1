#!/usr/bin/env bash
# Passes the whole test suite: installs what the tests need, builds, runs, and ends with one line of counts.
# Usage: tests/run.sh [PROJECT...]   e.g. tests/run.sh Core Mqtt; without a name: all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
results=$root/TestResults
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# What is measured to compile better later does not pay in tests, and the many hubs that they start live for seconds: a tenth of the processor's time.
export DOTNET_TieredPGO=0

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'tests/run.sh: %s\n' "$*" >&2; exit 1; }

# What the tests call, and the Debian package that brings it.
needed=(curl:curl python3:python3 mosquitto:mosquitto mosquitto_pub:mosquitto-clients redis-server:redis-server redis-cli:redis-tools protoc:protobuf-compiler node:nodejs npm:npm chromium:chromium)
missing=()
for entry in "${needed[@]}"; do
  command -v "${entry%%:*}" >/dev/null 2>&1 || [ -x "/usr/sbin/${entry%%:*}" ] || missing+=("${entry##*:}")
done
# Debian's own Python has Debian's packages, whichever stands first in the path.
{ python3 -c 'import paho.mqtt.client' || /usr/bin/python3 -c 'import paho.mqtt.client'; } >/dev/null 2>&1 || missing+=(python3-paho-mqtt)
# The live map's labels are drawn with the machine's fonts; one of them must know Thai.
fc-list :lang=th 2>/dev/null | grep -q . || missing+=(fonts-tlwg-loma-otf)
if [ ${#missing[@]} -gt 0 ]; then
  say "Installing ${missing[*]}"
  command -v apt-get >/dev/null 2>&1 || fail "install these first (no apt-get here): ${missing[*]}"
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  # The packages of the broker and of Redis would start services of their own; the tests start theirs on free ports.
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
# Valkey is in Debian 13, and for 12 in the backports of the same mirror. Where there is none, its tests are skipped and say so.
if ! command -v valkey-server >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
  say "Installing valkey-server if there is one"
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  lists=$(mktemp -d)
  mkdir -p "$lists/lists/partial"
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -m1 '/debian/*$' || true)
  echo "deb $mirror $(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")-backports main" >"$lists/backports.list"
  options=(-qq -o "Dir::Etc::sourcelist=$lists/backports.list" -o "Dir::State::lists=$lists/lists")
  "${sudo[@]}" apt-get "${options[@]}" update 2>/dev/null || true
  version=$(apt-cache "${options[@]}" madison valkey-server 2>/dev/null | awk -F' *[|] *' 'NR == 1 {print $2}')
  if [ -n "$version" ]; then
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get "${options[@]}" install -y --no-install-recommends \
      "valkey-server=$version" "valkey-tools=$version" >/dev/null 2>&1 || true
  fi
  rm -rf "$lists"
fi
# HTTP/3 needs libmsquic, which Debian itself does not have; where a source of packages does, it is taken. Else its test is skipped and says so.
if ! ldconfig -p 2>/dev/null | grep -q libmsquic && apt-cache policy libmsquic 2>/dev/null | grep -q 'Candidate: [0-9]'; then
  say "Installing libmsquic"
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libmsquic >/dev/null 2>&1 || true
fi
command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK 10 is needed: https://dot.net"

say "npm packages of the tests"
npm ci --prefix tests/tools --no-audit --no-fund --loglevel=error

say "Build"
# One compiler for all projects, also where a machine's settings ask for one each: half the time. It is let go afterwards.
dotnet build TransitHub.sln -c Release -v quiet --nologo -p:UseSharedCompilation=true
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true

say "Known vulnerabilities of packages"
tells=
for source in $(dotnet nuget list source --format short | awk '$1 == "E" && $2 ~ /^http/ {print $2}'); do
  if curl -fsS -m 20 "$source" 2>/dev/null | grep -q VulnerabilityInfo; then tells=yes; fi
done
if [ -z "$tells" ] || ! audit=$(timeout 120 dotnet list TransitHub.sln package --vulnerable --include-transitive 2>&1); then
  echo "not checked: the registry tells nothing of vulnerabilities"
elif grep -q "has the following vulnerable packages" <<<"$audit"; then
  grep -v "has no vulnerable packages" <<<"$audit"
  fail "raise the packages named above in Directory.Packages.props"
else
  echo "none"
fi

say "Test"
rm -rf "$results"
mkdir -p "$results"
if [ $# -gt 0 ]; then projects=("$@"); else
  projects=()
  for folder in tests/TransitHub.*.Tests; do name=${folder#tests/TransitHub.}; projects+=("${name%.Tests}"); done
fi
# run PROJECT RESULT [OPTION...]. Exit code 8 (no test ran) is a failure too: an empty test project would be a mistake.
expected=0
run() {
  local name=$1 result=$2
  shift 2
  # The server's tests start processes and wait for leases and restarts as much as they compute: half as many more at a time than processors.
  local threads=default
  [ "$name" != Server ] || threads=1.5x
  # Children count, too: where the processor's seconds are more than those by the clock times the processors, only less work makes the suite faster.
  TIMEFORMAT="$result: %R s, of the processors %U s and for the system %S s"
  time dotnet "tests/TransitHub.$name.Tests/bin/Release/net10.0/TransitHub.$name.Tests.dll" \
    --max-threads "$threads" --results-directory "$results" --report-trx --report-trx-filename "$result.trx" "$@" </dev/null
}
asked() { [[ " ${projects[*]} " == *" $1 "* ]]; }
# beside RESULT PROJECT [OPTION...]: runs it in the background; join RESULT waits for it and shows what it said.
declare -A jobs
beside() {
  local result=$1 name=$2
  shift 2
  run "$name" "$result" "$@" >"$results/$result.out" 2>&1 &
  jobs[$result]=$!
  expected=$((expected + 1))
}
join() {
  [ -n "${jobs[$1]:-}" ] || return 0
  wait "${jobs[$1]}" || status=1
  cat "$results/$1.out"
}
alone() { expected=$((expected + 1)); run "$@" || status=1; }

# Redis' tests wait for servers more than they compute: they run beside those that only compute. So does the chaos test, minutes long, beside those
# with a browser, which mostly keep one processor busy.
status=0
if asked Redis; then beside Redis Redis; fi
for name in "${projects[@]}"; do
  case $name in Redis | Browser | Server) ;; *) alone "$name" "$name" ;; esac
done
join Redis
if asked Server; then beside Chaos Server --filter-class '*.ChaosTests'; fi
if asked Browser; then alone Browser Browser; fi
if asked Server; then alone Server Server --filter-not-class '*.ChaosTests'; fi
join Chaos

# Each .trx closes with <Counters total=".." passed=".." failed=".." ...>; not executed means skipped.
sum() { grep -ho "<Counters [^>]*" "$results"/*.trx | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{s+=$1} END {print s+0}'; }
total=$(sum total) passed=$(sum passed) failed=$(sum failed)
[ "$(find "$results" -name '*.trx' | wc -l)" -eq "$expected" ] || { echo "a test project left no result" >&2; status=1; }
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
# What failed stands far above, among what the hubs of other tests said: its name and its reason once more, where people look.
[ "$failed" -eq 0 ] || python3 tests/tools/failures.py "$results"/*.trx
printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$((total - passed - failed < 0 ? 0 : total - passed - failed))"
exit "$status"
