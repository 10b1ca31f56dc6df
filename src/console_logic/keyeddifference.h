// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSet>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace nsl
{

/// What a model does around each step of a difference. A model fills these with its begin and end functions.
struct RowOperations
{
    std::function<void(int first, int last)> beginInsert;
    std::function<void()> endInsert;
    std::function<void(int first, int last)> beginRemove;
    std::function<void()> endRemove;
    /// `to` is the row before which `from` goes, as in beginMoveRows(); it is always below `from`.
    std::function<void(int from, int to)> beginMove;
    std::function<void()> endMove;
    std::function<void(int first, int last)> changed;
};

/// Makes `rows` equal to `wanted` by removing, moving, inserting and updating, so that selection and
/// persistent indexes of rows that stay survive. Keys are compared by ==; a key that comes twice counts once.
/// `update(row, record)` returns whether the row changed; `make(record)` makes a new one.
template<typename Row, typename Record, typename RowKey, typename RecordKey, typename Make, typename Update>
void applyKeyedDifference(std::vector<Row> &rows, const QList<Record> &records, RowKey rowKey,
                          RecordKey recordKey, Make make, Update update, const RowOperations &operations)
{
    using Key = std::decay_t<decltype(recordKey(std::declval<const Record &>()))>;
    std::vector<const Record *> wanted;
    wanted.reserve(size_t(records.size()));
    QSet<Key> wantedKeys;
    wantedKeys.reserve(records.size());
    for (const Record &record : records) {
        const qsizetype before = wantedKeys.size();
        wantedKeys.insert(recordKey(record));
        if (wantedKeys.size() > before)
            wanted.push_back(&record);
    }

    // Away with what is gone, from the back, in stretches.
    for (int last = int(rows.size()) - 1; last >= 0; --last) {
        if (wantedKeys.contains(rowKey(rows[size_t(last)])))
            continue;
        int first = last;
        while (first > 0 && !wantedKeys.contains(rowKey(rows[size_t(first - 1)])))
            --first;
        operations.beginRemove(first, last);
        rows.erase(rows.begin() + first, rows.begin() + last + 1);
        operations.endRemove();
        last = first;
    }

    QSet<Key> present;
    present.reserve(qsizetype(rows.size()));
    for (const Row &row : rows)
        present.insert(rowKey(row));

    int changedFrom = -1;
    const auto flush = [&changedFrom, &operations](int end) {
        if (changedFrom >= 0)
            operations.changed(changedFrom, end - 1);
        changedFrom = -1;
    };
    for (int i = 0; i < int(wanted.size()); ++i) {
        const Key key = recordKey(*wanted[size_t(i)]);
        if (!present.contains(key)) {
            flush(i);
            int end = i + 1;
            while (end < int(wanted.size()) && !present.contains(recordKey(*wanted[size_t(end)])))
                ++end;
            std::vector<Row> fresh;
            fresh.reserve(size_t(end - i));
            for (int j = i; j < end; ++j)
                fresh.push_back(make(*wanted[size_t(j)]));
            operations.beginInsert(i, end - 1);
            rows.insert(rows.begin() + i, std::make_move_iterator(fresh.begin()),
                        std::make_move_iterator(fresh.end()));
            operations.endInsert();
            i = end - 1;
            continue;
        }
        if (!(rowKey(rows[size_t(i)]) == key)) {
            flush(i);
            int from = i + 1;
            while (!(rowKey(rows[size_t(from)]) == key))
                ++from;
            operations.beginMove(from, i);
            std::rotate(rows.begin() + i, rows.begin() + from, rows.begin() + from + 1);
            operations.endMove();
        }
        if (update(rows[size_t(i)], *wanted[size_t(i)])) {
            if (changedFrom < 0)
                changedFrom = i;
        } else {
            flush(i);
        }
    }
    flush(int(wanted.size()));
}

} // namespace nsl
