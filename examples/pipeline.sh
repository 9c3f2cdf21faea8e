#!/usr/bin/env bash
# From the command line: compose ten tunes, check them, and write the first one in three formats.
#
#     bash examples/pipeline.sh FOLDER
set -euo pipefail
folder=$1
mkdir -p "$folder"
tunesmith compose --rhythm hornpipe --key G --form AABB --bars 8 --count 10 --seed 1 --out "$folder/tunes.abc"
tunesmith check "$folder/tunes.abc"
tunesmith compose --rhythm hornpipe --key G --form AABB --bars 8 --seed 1 --out "$folder/first" --to abc,svg,mid
ls "$folder/first"
