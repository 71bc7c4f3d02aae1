#!/usr/bin/env bash
# Song change: shows what a scene would change, and recalls it. What stands already is left alone; what is refused, and why, is on the error
# stream, and nothing has moved then. Exit codes: 0 done or nothing to do, 6 refused, 5 no daemon.
set -u
deskbridge=${DESKBRIDGE:-deskbridge} # how it is called here; the show comes from DESKBRIDGE_SHOW
scene=${1:?which scene?}

$deskbridge recall "$scene" --dry-run
case $? in
  0) echo "$scene: it is so already" ;;
  10) $deskbridge recall "$scene" ;;
  5) exit 5 ;;
  *) exit 6 ;;
esac
