#!/bin/sh
# Leaves a worker behind that cannot be told from others: in a session of its own, without its parents, its environment erased. The
# worker does not heed SIGTERM, starts a process of its own, and writes "PID TICKS" into the file "hidden" of the round's
# directory. Then runs the command it is given.
file=${CHAOS_WORKSPACE:+$CHAOS_WORKSPACE/hidden}
[ -n "$file" ] || file=/dev/null
( env -i setsid sh -c '
  trap "" TERM
  read -r line </proc/self/stat
  set -- ${line##*) }
  echo "$$ ${20}" >>"'"$file"'"
  sleep 600 & wait; wait' & )
exec "$@"
