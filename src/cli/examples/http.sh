#!/usr/bin/env bash
# The desk over HTTP with curl: read a value, set it, say a line, see what a line would do, be refused.
set -eu
url=${DESKBRIDGE_URL:-http://127.0.0.1:8480}
post() { curl -sS -X POST -H 'content-type: application/json' "$url/api/v1/$1" -d "$2"; }

# One parameter has one address, the same as everywhere: its path.
curl -sSf "$url/api/v1/params/ch/1/fader"
echo
curl -sSf -X PUT -H 'content-type: application/json' "$url/api/v1/params/ch/1/fader" -d '{"value": -10}'
echo

# Everything else is a line of the one language; "dry" only tells what would change.
post say '{"line": "nudge ch/1/fader +1", "dry": true}'
echo
post say '{"line": "nudge ch/1/fader +1"}'
echo

# What cannot be done is refused with a code and a sentence, and with a status of its own.
status=$(curl -sS -o /dev/null -w '%{http_code}' -X PUT -H 'content-type: application/json' "$url/api/v1/params/ch/1/fader" -d '{"value": 99}')
echo "+99 dB: $status"
