// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signaltemplate.h"
#include "store/writing.h"

#include <QList>

#include <optional>

namespace nsl
{

/// Signal templates with their event types.
class TemplateRepository
{
public:
    explicit TemplateRepository(Database &database)
        : m_database(database)
    {
    }

    QList<SignalTemplate> list() const;                ///< newest first
    QList<SignalTemplate> listSince(qint64 rev) const; ///< that changed after `rev`, newest first
    std::optional<SignalTemplate> find(qint64 id) const;
    /// Name 1-80 characters, at least one event type, each existing and named once, weights 1-100,
    /// thresholds >= 0, the family existing: else Invalid. id, names, times and rev are set here.
    Outcome<SignalTemplate> create(StateChange &change, const SignalTemplate &wanted);
    /// Replaces every editable field of wanted.id.
    Outcome<SignalTemplate> update(StateChange &change, const SignalTemplate &wanted);
    Outcome<Done> remove(StateChange &change, qint64 id);

private:
    Outcome<Done> check(const SignalTemplate &wanted) const;
    void writeSignals(StateChange &change, qint64 id, const SignalTemplate &wanted);

    Database &m_database;
};

} // namespace nsl
