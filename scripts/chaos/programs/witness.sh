#!/bin/sh
# Runs a benchmark and writes down, in a file that servesweep knows nothing of, that it began and how it ended:
# witness.sh LOG COMMAND ARGUMENT... Writes "begin DIRECTORY/FILE" and "end DIRECTORY/FILE CODE".
log=$1
shift
for word; do
  case $previous in
    --result-dir) dir=$word ;;
    --result-filename) file=$word ;;
  esac
  previous=$word
done
echo "begin $dir/$file" >>"$log"
"$@"
code=$?
echo "end $dir/$file $code" >>"$log"
exit "$code"
