# Runs a program and kills it when standard input closes. Standard input is a pipe from the Java process, so it closes even
# if SIGKILL ends the Java process.
#
# sh supervise.sh LOG PROGRAM ARGUMENT...    prints the program's process id and exits with the program
log=$1
shift
exec 3<&0
"$@" </dev/null 3<&- >>"$log" 2>&1 &
child=$!
{
    # Ctrl-C in a terminal reaches every process. This shell ignores it, because it must outlive the other processes.
    trap '' HUP INT TERM
    read -r nothing <&3
    kill -KILL "$child"
} >/dev/null 2>&1 &
watcher=$!
exec 3<&-
echo "$child"
exec >/dev/null 2>&1
wait "$child"
# The process id may be reused from here on, so the watcher must not kill it any more.
kill -KILL "$watcher"
wait "$watcher"
