# Runs a program and kills it when the standard input closes. That is a pipe of the Java process, so it closes however that
# one ends, even by SIGKILL.
#
# sh supervise.sh LOG PROGRAM ARGUMENT...    prints the program's process id, ends with the program
log=$1
shift
exec 3<&0
"$@" </dev/null 3<&- >>"$log" 2>&1 &
child=$!
{
    # Ctrl-C in a terminal reaches every process; this one has to outlive the others.
    trap '' HUP INT TERM
    read -r nothing <&3
    kill -KILL "$child"
} >/dev/null 2>&1 &
watcher=$!
exec 3<&-
echo "$child"
exec >/dev/null 2>&1
wait "$child"
# The number of a dead process may be given to another one: from here on nothing may be killed by it.
kill -KILL "$watcher"
wait "$watcher"
