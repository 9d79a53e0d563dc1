#!/usr/bin/env bash
# Makes the pictures of the documents out of the running sample city: src/TransitHub.Server/Web/screenshot.png, the README's, and
# Web/screenshots/PAGE.{en,th}.png, those of the console's guide (deploy/console.md). With an address of a demo that runs already
# (screenshot.sh http://127.0.0.1:8080) the console is taken from it, with as much in its charts as it has seen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ $# -eq 0 ]] || export TRANSITHUB_SCREENSHOT_HUB="$1"
dotnet build tests/TransitHub.Browser.Tests -c Release -v quiet --nologo
dotnet tests/TransitHub.Browser.Tests/bin/Release/net10.0/TransitHub.Browser.Tests.dll --explicit only --filter-class '*.Screenshot' </dev/null
