# Runs a server that ends with the program that started this, also when that is killed: standard input is a pipe from it.
# A line on the pipe names the signal that ends the server; the pipe's own end, however it comes, kills the server and
# removes its directory.
# Arguments: the directory, the file for the server's output, the command. Prints the server's process id.
trap '' HUP INT TERM
exec 3<&0
directory=$1 output=$2
shift 2
"$@" </dev/null 3<&- >>"$output" 2>&1 &
server=$!
(
    read -r signal <&3
    word=$?
    trap '' USR1
    kill -"${signal:-KILL}" "$server"
    exit "$word"
) >/dev/null 2>&1 &
reader=$!
echo "$server"
wait "$server"
status=$?
kill -USR1 "$reader" 2>/dev/null
wait "$reader" 2>/dev/null
if [ $? -eq 1 ]; then
    rm -rf "$directory"
fi
exit "$status"
