# Becomes nats-server, and leaves a guard behind that stops it when the JVM is gone, however it went.
# docs/adr/0005-no-orphan-nats-server.md says why it is done like this.
#
# Standard input is the life line: a pipe that only the JVM can write to. It ends with the JVM, or with the server, whose
# end of every pipe the JVM closes when it has seen it exit.
set -u
store=$1 staged=$2 configuration=$3 wait_seconds=$4 grace_seconds=$5
shift 5

# 3 is the life line. 4 keeps the log pipe open for reading: without a reader, the first line that the server logs on its
# way out would end it by SIGPIPE in the middle of an orderly stop.
exec 3<&0 4</proc/self/fd/1 </dev/null

# 9 is the lock. The server inherits it, so that it is held exactly as long as the store is in use: a JVM's lock would be
# free while the server that it left behind still writes.
exec 9>>"$store/nats-server.lock" || exit 73
flock -w "$wait_seconds" 9
case $? in
  0) ;;
  1) exit 75 ;;
  *) exit 69 ;;
esac
mv -f "$staged" "$configuration" || exit 73

guard() {
  # What a terminal or a service manager sends to everybody must not end the guard before its work is done.
  trap '' HUP INT QUIT TERM PIPE
  exec 9>&-
  read -r _ <&3
  is_running || return
  kill -TERM "$server"
  ticks=$((grace_seconds * 5))
  while is_running; do
    [ "$ticks" -gt 0 ] || kill -KILL "$server"
    ticks=$((ticks - 1))
    sleep 0.2
  done
}

# The server is the guard's parent as long as it lives; asking for that cannot hit a process that got its number later.
is_running() {
  read -r _ _ _ parent _ </proc/self/stat
  [ "$parent" = "$server" ]
}

server=$$
guard >/dev/null 2>&1 &
exec "$@" 3<&- 4<&-
