#!/usr/bin/env bash
# Measures what gliding vehicles cost the live map's main thread; writes benchmarks/results/live-map.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build tests/TransitHub.Browser.Tests -c Release -v quiet --nologo
dotnet tests/TransitHub.Browser.Tests/bin/Release/net10.0/TransitHub.Browser.Tests.dll --explicit only --filter-class '*.LiveMapCost' </dev/null
