#!/bin/sh
# Fetch what is new and compute the indicators, and again every REFRESH_HOURS hours. The dashboard takes over the new version
# by itself: its manifest is swapped in one step. What fails leaves the last good data whole and is told by /healthz.
set -u
while true; do
  python -m loaders pull || echo "Some of the pull failed; see above. The rest goes on." >&2
  python -m indicators build || echo "The indicators were not computed; the last good ones stay." >&2
  [ "${REFRESH_HOURS:-24}" = once ] && break
  sleep "$((${REFRESH_HOURS:-24} * 3600))"
done
