#!/bin/sh
# Starts the dashboard from this folder and opens the browser; another port: ./start.sh 8502
cd "$(dirname "$0")" || exit 1
for python in python3.11 python3.12 python3.13 python3; do
    if "$python" -c "" 2>/dev/null; then
        exec "$python" tools/start.py --open "$@"
    fi
done
cat tools/no-python.txt
exit 2
