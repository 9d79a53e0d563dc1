#!/usr/bin/env bash
# Makes src/TransitHub.Server/Web/screenshot.png, the README's picture, out of the running sample city.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build tests/TransitHub.Browser.Tests -c Release -v quiet --nologo
dotnet tests/TransitHub.Browser.Tests/bin/Release/net10.0/TransitHub.Browser.Tests.dll --explicit only --filter-class '*.Screenshot' </dev/null
