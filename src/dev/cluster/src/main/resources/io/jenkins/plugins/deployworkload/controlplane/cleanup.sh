# Deletes a directory when standard input closes. Then the Java process has ended without deleting the directory.
#
# sh cleanup.sh FOLDER
trap '' HUP INT TERM
read -r nothing
# Retries, because components that are being killed may still write files.
for attempt in 1 2 3 4 5; do
    rm -rf -- "$1" && exit
    sleep 1
done
