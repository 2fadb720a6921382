# SPDX-License-Identifier: GPL-3.0-or-later
# ./dev bench search: a country of a million offers (RAMBLA_BENCH_OFFERS for fewer), the platform's search beside PostgreSQL with PostGIS and Redis, all
# three in a folder of their own on Unix sockets, gone at the end. Sourced by tests/bench/run.sh.
offers=${RAMBLA_BENCH_OFFERS:-1000000}
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
work=$(mktemp -d /tmp/rambla-bench-XXXXXX)
platform=

as_peer () { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

end_peers () {
  [ -z "$platform" ] || { kill "$platform" && wait "$platform"; } 2>/dev/null || true
  [ ! -S "$work/peers/redis.sock" ] || redis-cli -s "$work/peers/redis.sock" shutdown nosave >/dev/null 2>&1 || true
  [ ! -f "$work/peers/postgres/postmaster.pid" ] || as_peer "$bin/pg_ctl" stop -m immediate -D "$work/peers/postgres" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end_peers EXIT
trap 'exit 130' INT TERM

begin=$(date +%s.%N)
"$build/tests/country/make-country" --offers "$offers" --like "$root/data/city/montevideo" "$work/country" >&2
python3 - "$begin" "$offers" "$work/country/platform.db" <<'END'
import json, os, sys, time
begin, offers, path = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
print(json.dumps({"name": "country written", "offers": offers, "figure": round(time.time() - begin, 1), "unit": "s"}), flush=True)
print(json.dumps({"name": "country's database", "offers": offers, "figure": round(os.path.getsize(path) / 1e6), "unit": "MB"}), flush=True)
END

chmod 711 "$work"
mkdir "$work/peers"
[ "$(id -u)" != 0 ] || chown postgres "$work/peers"
as_peer "$bin/initdb" -D "$work/peers/postgres" -U postgres -A trust -E UTF8 --no-locale >/dev/null
as_peer "$bin/pg_ctl" start -w -D "$work/peers/postgres" -l "$work/peers/log" -o "-c listen_addresses='' -c unix_socket_directories='$work/peers' \
  -c shared_buffers=2GB -c effective_cache_size=8GB -c work_mem=64MB -c jit=off -c random_page_cost=1.1 -c max_wal_size=8GB" >/dev/null
as_peer redis-server --port 0 --unixsocket "$work/peers/redis.sock" --unixsocketperm 777 --save "" --appendonly no --daemonize yes \
  --dir "$work/peers" >/dev/null

bench="$build/tests/bench/search/bench-search"
"$bench" load "$work/country/platform.db" "$work/peers" >&2
"$bench" nearest "$work/country/platform.db" "$work/peers"
"$bench" search "$work/country/platform.db" "$work/peers"
"$RAMBLA_PLATFORM_BINARY" --data "$work/country" --listen 127.0.0.1:0 >"$work/ready" 2>/dev/null &
platform=$!
while [ ! -s "$work/ready" ] && kill -0 "$platform"; do sleep 0.1; done
"$bench" http "$work/country/platform.db" "$work/peers" "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["listening"].rsplit(":", 1)[1])' "$work/ready")"
end_peers
trap - EXIT INT TERM
