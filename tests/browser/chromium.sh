#!/bin/sh
# Make sure that there is a Chromium for the browser tests: the system's, else Debian's when root, else Playwright's own.
# Usage: chromium.sh FOLDER_OF_PYTHON_COMMANDS
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Debian's Chromium (once)…"
    if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1; then exit 0; fi
fi
echo "Installing Playwright's Chromium (once)…"
"$1/playwright" install chromium
