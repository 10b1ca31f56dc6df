#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Trains the shipped families on MovieLens latest-small by the project's protocol and prints a table.
#   tests/bench/quality_ml_latest_small.sh DATA_DIR [WORKER] [SEED...]
# DATA_DIR holds ratings.csv and movies.csv; WORKER defaults to the release build's nsl-worker.
# Further hyperparameters for the GRU come from EXTRA, as JSON members: EXTRA='"epochs":"8"'.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=${1:?usage: quality_ml_latest_small.sh DATA_DIR [WORKER] [SEED...]}
worker=${2:-build/release/bin/nsl-worker}
shift; shift || true
seeds=("${@:-1}")
root=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$root"' EXIT
trap 'exit 143' TERM INT
mkdir -p "$root"/input/{config,data/events,data/items}

awk -F, 'NR==1 {print "user_id,item_id,event_type,weight,timestamp,row"; next}
         {print $1 "," $2 ",view,20," $4 "," NR-1}' "$data/ratings.csv" > "$root/input/data/events/events.csv"
# The title may be quoted and hold commas; the genres follow the last comma.
awk 'NR>1 { sub(/\r$/, ""); line=$0; id=line; sub(/,.*/, "", id); rest=substr(line, length(id)+2);
            genres=rest; sub(/.*,/, "", genres); title=substr(rest, 1, length(rest)-length(genres)-1);
            if (title ~ /^"/) { title=substr(title, 2, length(title)-2); gsub(/""/, "\"", title) }
            gsub(/\\/, "\\\\", title); gsub(/"/, "\\\"", title);
            printf "{\"id\":\"%s\",\"name\":\"%s\",\"metadata\":{\"genres\":\"%s\"},\"active\":true}\n", id, title, genres }' \
  "$data/movies.csv" > "$root/input/data/items/items.jsonl"

value() { sed -n "s/^ *\"$1\": \([^,]*\),*$/\1/p" "$root/model/metrics.json"; }
row='%-22s %5s %10.4f %10.4f %10.4f %9.4f %6s %9.0f %8.1f %8s\n'
# shellcheck disable=SC2059 # the row's own format, with words for numbers
printf "${row//.[0-9]f/s}" model seed recall@10 ndcg@10 val-ndcg coverage epochs ex/s seconds rss-MiB
run() { # label family seed members
  printf '{"family":"%s","seed":"%s"%s}' "$2" "$3" "${4:+,$4}" > "$root/input/config/hyperparameters.json"
  local start end
  start=$(date +%s.%N)
  # shellcheck disable=SC2016 # $0 is the inner shell's
  NSL_WORKER_ROOT="$root" /usr/bin/env bash -c 'exec "$0" train' "$worker" > "$root/log" &
  local rss=0 now
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    now=$(awk '/VmHWM/ {print int($2/1024)}' "/proc/$pid/status" 2>/dev/null || true)
    rss=${now:-$rss}
    sleep 0.1
  done
  wait "$pid" || { cat "$root/output/failure" >&2; exit 1; }
  pid=
  end=$(date +%s.%N)
  local epochs speed
  epochs=$(value best_epoch) speed=$(value examples_per_second)
  # shellcheck disable=SC2059
  printf "$row" "$1" "$3" "$(value recall_at_10)" "$(value ndcg_at_10)" "$(value validation_ndcg_at_10)" \
    "$(value coverage_at_10)" "${epochs:--}" "${speed:-0}" "$(echo "$end $start" | awk '{print $1-$2}')" "$rss"
  echo "$(value recall_at_10) $(value ndcg_at_10) $(value validation_ndcg_at_10)" >> "$root/sums"
  [ -z "${VERBOSE:-}" ] || grep -E '^epoch' "$root/log" || true
}
seeds_of() { # label members: all seeds and their mean
  rm -f "$root/sums"
  for seed in "${seeds[@]}"; do
    run "$1" two-tower-gru "$seed" "$2"
  done
  awk -v label="$1" '{r += $1; n += $2; v += $3}
                     END {printf "%-22s %5s %10.4f %10.4f %10.4f\n", label, "mean", r/NR, n/NR, v/NR}' "$root/sums"
}
run popularity popularity 1
run item-transitions item-transitions 1
seeds_of two-tower-gru "\"item_text\":\"false\"${EXTRA:+,$EXTRA}"
seeds_of "two-tower-gru + text" "\"item_text\":\"true\"${EXTRA:+,$EXTRA}"
