// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QString>
#include <QVariant>

#include <utility>

namespace nsl
{

/// One remembered value with its name, type and default. Defined beside its user; the storage is handed in.
template<typename T>
class Setting
{
public:
    Setting(QSettings &storage, QString name, T fallback = {})
        : m_storage(&storage)
        , m_name(std::move(name))
        , m_fallback(std::move(fallback))
    {
    }

    /// The stored value; the default when nothing (or something of another type) is stored.
    T value() const
    {
        const QVariant stored = m_storage->value(m_name);
        return stored.isValid() && stored.canConvert<T>() ? stored.template value<T>() : m_fallback;
    }

    void set(const T &value) { m_storage->setValue(m_name, QVariant::fromValue(value)); }

private:
    QSettings *m_storage;
    QString m_name;
    T m_fallback;
};

} // namespace nsl
