#!/bin/sh
# A benchmark that does nothing for --seconds N, then writes the result that it is asked for.
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2 ;;
    --result-dir) dir=$2 ;;
    --result-filename) file=$2 ;;
  esac
  shift
done
sleep "$seconds"
echo '{"num_prompts": 10, "completed": 10, "failed": 0, "duration": 1.0, "request_throughput": 10.0}' >"$dir/$file"
