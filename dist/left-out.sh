#!/usr/bin/env bash
# The last words of `mvn verify`: which tests were left out, and what they need.
set -eu
list=target/left-out.txt
if [ -s "$list" ]; then
  echo "Left out: $(sort -u "$list" | paste -sd ';' | sed 's/;/; /g')"
else
  echo "Left out: nothing."
fi
rm -f "$list"
