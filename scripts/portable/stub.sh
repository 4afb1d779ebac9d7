#!/bin/sh
# @NAME@ @VERSION@ in one file: this script, then the program and the Deno runtime for @MACHINE@, gzipped.
# Unpacked once for each build into $@ENV@_CACHE, else $XDG_CACHE_HOME/@NAME@ or ~/.cache/@NAME@,
# else a directory under $TMPDIR, /tmp or /dev/shm. Only a directory that others cannot write to is used.
set -u

# whole FILE BYTES: a disk that was full or a crash can leave a shorter file than was written.
whole() { [ -f "$1" ] && [ "$(wc -c <"$1")" -eq "$2" ]; }

# unpack DEST MODE BYTES OFFSET LENGTH: writes beside and renames, so that concurrent first starts see whole files only.
unpack() {
  if whole "$1" "$3"; then return 0; fi
  part=$(mktemp "$1.XXXXXX" 2>/dev/null) || return 1
  trap 'rm -f "$part"; exit 129' HUP
  trap 'rm -f "$part"; exit 130' INT
  trap 'rm -f "$part"; exit 143' TERM
  status=1
  if tail -c "+$4" "$self" | head -c "$5" | gzip -dc >"$part" 2>/dev/null && whole "$part" "$3" &&
    chmod "$2" "$part" && mv -f "$part" "$1"; then status=0; else rm -f "$part"; fi
  trap - HUP INT TERM
  return $status
}

# prune DIR: removes versions that were not started for a week, and what unpacking that was killed left there. One that
# still runs may yet load a part of itself, so it stays.
prune() {
  find "$1" ! -path "$1" -prune \( -name 'app-*' -o -name 'deno-*' -o -name 'install-*' \) -mtime +7 \
    ! -name 'app-@APP@' ! -name 'deno-@RUNTIME@' 2>/dev/null | while IFS= read -r old; do
    grep -qsF "$old/" /proc/[0-9]*/cmdline || rm -rf "$old"
  done
}

# ready: whether everything is there, unpacked, in a directory of ours that is closed to others. One process, as each
# start waits for it.
ready() {
  [ -O "$dir" ] && [ "$(find "$dir" "$app" "$app/@MAIN@" "$runtime" -prune \( -type d ! -perm -020 ! -perm -002 \
    -o -type f -name '@MAIN@' -size @MAIN_BYTES@c -o -type f -name 'deno-*' -size @RUNTIME_BYTES@c \) 2>/dev/null)" = "$dir
$app
$app/@MAIN@
$runtime" ]
}

# prepare: makes it so, or fails if the directory is of no use.
prepare() {
  machine=$(uname -m)
  if [ "$machine" != "@MACHINE@" ]; then
    echo "@NAME@: this file is for @MACHINE@, this machine is $machine" >&2
    exit 126
  fi
  (umask 077 && mkdir -p "$dir") 2>/dev/null
  # Ours or root's, a directory and no link, closed to others: else someone could give us a program to run.
  [ -n "$(find "$dir" -prune -type d \( -user "$(id -u)" -o -user 0 \) ! -perm -020 ! -perm -002 2>/dev/null)" ] ||
    return 1
  if ! [ -d "$app" ]; then prune "$dir"; fi
  unpack "$runtime" 700 "@RUNTIME_BYTES@" "@RUNTIME_AT@" "@RUNTIME_LENGTH@" || return 1
  # False on a noexec mount.
  [ -x "$runtime" ] || return 1
  if whole "$app/@MAIN@" "@MAIN_BYTES@"; then return 0; fi
  install=$dir/install-@APP@.$$.js
  unpack "$install" 600 "@APP_BYTES@" "@APP_AT@" "@APP_LENGTH@" || return 1
  DENO_DIR="$dir/v8" DENO_NO_UPDATE_CHECK=1 "$runtime" run --no-config --no-lock --no-remote --no-npm --no-prompt \
    --no-code-cache -A "$install" "$app" 2>/dev/null
  status=$?
  rm -f "$install"
  return $status
}

# start DIR ARGS...: becomes the program, or returns if DIR is of no use.
start() {
  dir=$1 app=$1/app-@APP@ runtime=$1/deno-@RUNTIME@
  shift
  ready || prepare || return 1
  # False on a noexec mount.
  [ -x "$runtime" ] || return 1
  # Code compiled with other flags is of no use, so each kind of start keeps its own.
  v8=v8 flags=
  case " $* " in
    *" @QUICK@ "*) v8=v8-quick flags=--v8-flags=--no-lazy,--min-semi-space-size=16 ;;
    *) case ${1:-} in @LEAN@) v8=v8-lean flags=--v8-flags=--optimize-for-size,--max-semi-space-size=1 ;; esac ;;
  esac
  # The program puts the user's own DENO_DIR back: programs that it starts are not to see ours.
  if [ -n "${DENO_DIR+set}" ]; then export @ENV@_DENO_DIR="$DENO_DIR"; fi
  export DENO_DIR="$dir/$v8" DENO_NO_UPDATE_CHECK=1 @ENV@_SELF="$self"
  exec "$runtime" run --no-config --no-lock --no-remote --no-npm --no-prompt $flags -A "$app/@MAIN@" "$@"
}

case $0 in
  /*) self=$0 ;;
  *) self=$(pwd)/$0 ;;
esac
if [ -n "${@ENV@_CACHE:-}" ]; then
  [ -d "$@ENV@_CACHE" ] || (umask 077 && mkdir -p "$@ENV@_CACHE") 2>/dev/null
  cache=$(cd "$@ENV@_CACHE" 2>/dev/null && pwd -P)
  if [ -n "$cache" ]; then
    # Absolute, for the copies of us that the program starts in other directories.
    export @ENV@_CACHE="$cache"
    start "$cache" "$@"
  fi
  echo "@NAME@: cannot unpack into @ENV@_CACHE \"$@ENV@_CACHE\": it needs to be a directory of yours that others cannot write to, on a disk with 150 MB free that is not mounted noexec" >&2
  exit 126
fi
home=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
if [ -n "$home" ]; then start "$home/@NAME@" "$@"; fi
start "${TMPDIR:-/tmp}/@NAME@-$(id -u)" "$@"
start "/dev/shm/@NAME@-$(id -u)" "$@"
echo "@NAME@: no directory to unpack into: it needs 150 MB and must not be mounted noexec; name one in @ENV@_CACHE" >&2
exit 126
