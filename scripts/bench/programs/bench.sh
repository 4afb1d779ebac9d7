#!/bin/sh
# A benchmark that does nothing for 0.2 s, then writes the result that it is asked for. 0.2 s is the run for which an
# overhead of 20 ms is a tenth: the bound of a run and the bound of the whole sweep ask for the same.
while [ $# -gt 0 ]; do
  case $1 in
    --result-dir) dir=$2 ;;
    --result-filename) file=$2 ;;
  esac
  shift
done
sleep 0.2
echo '{"num_prompts": 10, "completed": 10, "failed": 0, "duration": 1.0, "request_throughput": 10.0}' >"$dir/$file"
