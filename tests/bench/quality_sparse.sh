#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What learning from everybody is worth on sparse data: generated events of users who took few items each, most of
# whom the 5-core of the evaluation leaves out. Trains on all of them and on the 5-core alone; both are evaluated on
# the same users, items and held-out events, because the 5-core of the 5-core is itself.
#   tests/bench/quality_sparse.sh [WORKER] [SEED...]
# WORKER defaults to the release build's nsl-worker. USERS, ITEMS and DATA_SEED change the data.
set -euo pipefail
cd "$(dirname "$0")/../.."
worker=${1:-build/release/bin/nsl-worker}
shift || true
seeds=("${@:-1}")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/input/{config,data/events,data/items}

# Items stand in topics of forty; who took one mostly goes on in its topic, often a few places on.
awk -v users="${USERS:-6000}" -v items="${ITEMS:-2000}" -v x="${DATA_SEED:-1}" '
  function random() { x = (x * 16807) % 2147483647; return x / 2147483647 }
  function popular(n) { return int(n * random() * random()) }
  BEGIN {
    print "user_id,item_id,event_type,weight,timestamp,timestamp_ms,row"
    x = (x * 7919 + 1) % 2147483647
    for (u = 1; u <= users; u++) {
      topic = popular(items / 40); place = int(40 * random()); time = 1700000000 + int(1e6 * random())
      do {
        r = random()
        if (r < 0.2) topic = popular(items / 40)
        place = r > 0.5 ? (place + 1 + int(3 * random())) % 40 : int(40 * random() * random())
        time += 1 + int(600 * random())
        printf "u%d,i%d,view,20,%d,%d000,%d\n", u, topic * 40 + place, time, time, ++row
      } while (random() < 0.72)
    }
  }' > "$root/all.csv"
awk -F, 'NR == 1 {next} !($2 in seen) {seen[$2]; printf "{\"id\":\"%s\",\"name\":\"\",\"active\":true}\n", $2}' \
  "$root/all.csv" > "$root/input/data/items/items.jsonl"
# The 5-core of distinct pairs, as the evaluation has it.
awk -F, 'NR == 1 {head = $0; next}
         {line[NR] = $0; user[NR] = $1; item[NR] = $2; n = NR}
         END {
           for (changed = 1; changed;) {
             changed = 0
             split("", pair); split("", perUser); split("", perItem)
             for (i = 2; i <= n; i++)
               if ((i in line) && !((user[i], item[i]) in pair)) {
                 pair[user[i], item[i]]; perUser[user[i]]++; perItem[item[i]]++
               }
             for (i = 2; i <= n; i++)
               if ((i in line) && (perUser[user[i]] < 5 || perItem[item[i]] < 5)) { delete line[i]; changed = 1 }
           }
           print head
           for (i = 2; i <= n; i++) if (i in line) print line[i]
         }' "$root/all.csv" > "$root/core.csv"
echo "$(($(wc -l < "$root/all.csv") - 1)) events of ${USERS:-6000} users, $(($(wc -l < "$root/core.csv") - 1)) of them in the 5-core"

value() { sed -n "s/^ *\"$1\": \([^,]*\),*$/\1/p" "$root/model/metrics.json"; }
run() { # family data seed
  printf '{"family":"%s","seed":"%s"}' "$1" "$3" > "$root/input/config/hyperparameters.json"
  cp "$root/$2.csv" "$root/input/data/events/events.csv"
  rm -rf "$root/checkpoints"
  NSL_WORKER_ROOT="$root" "$worker" train > "$root/log" || { cat "$root/output/failure" >&2; exit 1; }
  sha256sum "$root/model/evaluation/split.csv" | cut -c1-64 >> "$root/splits"
  echo "$(value recall_at_10) $(value ndcg_at_10)" >> "$root/figures"
}
for family in popularity item-transitions two-tower-gru; do
  for data in core all; do
    rm -f "$root/figures"
    for seed in "${seeds[@]}"; do
      run "$family" "$data" "$seed"
      [ "$family" = two-tower-gru ] || break
    done
    awk -v family="$family" -v data="$data" '{r += $1; n += $2}
      END {printf "%-18s learns from %-5s recall@10 %.4f  ndcg@10 %.4f  (%d runs)\n", family,
           data == "all" ? "all" : "core", r / NR, n / NR, NR}' "$root/figures"
  done
done
[ "$(sort -u "$root/splits" | wc -l)" = 1 ] || { echo "The two were not evaluated on the same split." >&2; exit 1; }
