// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/excludedids.h"
#include "endpoints/itemfilter.h"
#include "store/servingreader.h"

#include <QHash>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace nsl
{

/// Which active items a filter does not want. Looking at a whole catalogue takes a second at 100 000 items,
/// and the thread that does it has others to answer: it looks at a few milliseconds' worth, lets the others
/// in, and goes on. One filter at a time, the others wait. What was found is kept until forget() is called:
/// whenever the catalogue has changed. Lives on the reader's thread.
class UnmatchedItems
{
public:
    using Clock = std::chrono::steady_clock;
    /// Runs work on this thread, after what is already waiting for it.
    using Later = std::function<void(std::function<void()>)>;
    /// Null: they are more than a request can name, or were not found in time.
    using Found = std::function<void(const ExcludedIds *)>;
    static constexpr int sliceRows = 500; ///< at most, before the others are let in

    UnmatchedItems(ServingReader &reader, Later later);
    Q_DISABLE_COPY_MOVE(UnmatchedItems)

    /// Answers once, at once or later. After forget() what is being looked for is still answered.
    void find(const ItemFilter &filter, Clock::time_point deadline, Found found);
    void forget();

private:
    struct Waiting
    {
        Clock::time_point deadline;
        Found found;
    };
    /// One look through the catalogue.
    struct Walk
    {
        ItemFilter filter;
        QString key;
        QString after;                                  ///< the last id that was looked at
        std::optional<ExcludedIds> ids = ExcludedIds(); ///< nothing = too many
        std::vector<Waiting> waiting;
        bool isOvertaken = false; ///< the catalogue has changed since it began
    };
    void goOn();
    /// One slice of the first walk; true when it has come to its end.
    bool look(Walk &walk);
    void answerLate(Clock::time_point now);
    void end(Walk &walk);

    ServingReader &m_reader;
    const Later m_later;
    std::deque<std::shared_ptr<Walk>> m_walks;          ///< the first is under way
    QHash<QString, std::optional<ExcludedIds>> m_known; ///< by the filter's text; nothing = too many
    qsizetype m_bytes = 0;
    /// What was posted for later knows by it whether this is still there.
    const std::shared_ptr<UnmatchedItems *> m_self;
};

} // namespace nsl
