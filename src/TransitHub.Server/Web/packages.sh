#!/bin/sh
# Brings the npm packages of the live map and the console into Web/node_modules, for the build; see RestoreWebPackages in the project file.
# Where npm is missing it is installed by apt, if that is allowed without asking for a password.
set -eu
cd "$(dirname "$0")"

fail() { echo "$*" >&2; exit 1; }

if ! command -v npm >/dev/null 2>&1; then
  remedy="Install Node.js with npm (Debian, Ubuntu: apt-get install npm; others: https://nodejs.org) and build again"
  command -v apt-get >/dev/null 2>&1 || fail "npm is needed to build it: $remedy."
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif sudo -n true 2>/dev/null; then as_root="sudo -n"
  else fail "npm is needed to build it: $remedy."; fi
  echo "packages.sh: installing npm by apt-get"
  { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm; } >/dev/null 2>&1 ||
    fail "apt-get could not install npm: $remedy."
fi

# Two builds at a time must not both empty the folder; whoever waited finds it filled.
if command -v flock >/dev/null 2>&1; then
  exec 9>.packages.lock
  flock 9
fi
if [ -f node_modules/.restored ] && [ -z "$(find package.json package-lock.json -newer node_modules/.restored)" ]; then
  exit 0
fi
npm ci --no-audit --no-fund --loglevel=error || fail "npm ci failed."
touch node_modules/.restored
