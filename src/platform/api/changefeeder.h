// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/eventstreams.h"

namespace nsl
{

/// Streams notices {object, id, rev} of what changed after a rev, `removed:true` where it is gone. A notice's
/// event id is its rev, to go on from.
class ChangeFeeder : public StreamFeeder
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeFeeder)

public:
    ChangeFeeder(http::Stream stream, SqliteStore &store, qint64 sinceRev);

    void pump() override;

private:
    SqliteStore &m_store;
    qint64 m_rev;
};

} // namespace nsl
