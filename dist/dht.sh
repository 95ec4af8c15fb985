#!/bin/sh
# The dht command as it is installed: the runtime beside it, else JAVA_HOME, else java on the path. JAVA_OPTS goes to the JVM.
self=$0
while [ -L "$self" ]; do
    folder=$(cd -P "$(dirname "$self")" && pwd)
    self=$(readlink "$self")
    case $self in /*) ;; *) self=$folder/$self ;; esac
done
root=$(cd -P "$(dirname "$self")/.." && pwd)
if [ -x "$root/runtime/bin/java" ]; then
    java=$root/runtime/bin/java
elif [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
else
    java=java
fi
case ${1:-} in
# Many datagrams a system call need native access, which older JDKs do not know of and take in silence.
node | demo | share | bench) options="--enable-native-access=ALL-UNNAMED ${JAVA_OPTS:-}" ;;
fetch | simulate | universe) options=${JAVA_OPTS:-} ;;
# A short command: the optimizing compiler would not pay.
*) options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1" ;;
esac
# Several options in one variable are meant to be several words.
# shellcheck disable=SC2086
exec "$java" "-Ddht.command=$0" $options -cp "$root/lib/dht-app.jar" dev.dht.app.Main "$@"
