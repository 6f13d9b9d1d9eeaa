# Becomes nats-server, and leaves a guard behind that stops it when the JVM is gone, however it went.
# docs/adr/0005-no-orphan-nats-server.md says why it is done like this.
#
# Standard input is the life line: a pipe that only the JVM can write to. It ends with the JVM; and with the server, because
# the JVM closes its pipes to a child that it has seen exit.
set -u
lock=$1 staged=$2 configuration=$3 lock_seconds=$4 stop_seconds=$5
shift 5

tick=0.2
ticks_per_second=5

# 3 is the life line. 4 keeps the log pipe open for reading: without a reader, the first line that the server logs on its
# way out would end it by SIGPIPE in the middle of an orderly stop.
exec 3<&0 4</proc/self/fd/1 </dev/null

# 9 is the lock. The server inherits it, so that it is held exactly as long as the store is in use. It is tried in a loop,
# because busybox' flock cannot wait.
command -v flock >/dev/null || exit 69
exec 9>>"$lock"
ticks=$((lock_seconds * ticks_per_second))
until flock -n 9; do
  [ "$ticks" -gt 0 ] || exit 75
  ticks=$((ticks - 1))
  sleep "$tick"
done
mv -f "$staged" "$configuration" || exit

guard() {
  # What a terminal or a service manager sends to everybody must not end the guard before its work is done.
  trap '' HUP INT QUIT TERM PIPE
  # The log must end with the server: nothing here may hold the pipe's other end, or the lock.
  exec >/dev/null 2>&1 9>&-
  read -r _ <&3
  is_running || return
  kill -TERM "$server"
  ticks=$((stop_seconds * ticks_per_second))
  while is_running; do
    [ "$ticks" -gt 0 ] || kill -KILL "$server"
    ticks=$((ticks - 1))
    sleep "$tick"
  done
}

# The server is the guard's parent as long as it lives. Asked like this, no process that has its number later is hit.
is_running() {
  read -r _ _ _ parent _ </proc/self/stat
  [ "$parent" = "$server" ]
}

server=$$
guard &
exec "$@" 3<&- 4<&-
