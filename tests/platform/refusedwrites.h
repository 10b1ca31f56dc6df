// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <atomic>

/// Counts what the platform says of ends that its store did not take, while it lives.
class RefusedWrites
{
public:
    RefusedWrites()
    {
        counter() = 0;
        previous() = qInstallMessageHandler(&RefusedWrites::take);
    }
    ~RefusedWrites() { qInstallMessageHandler(previous()); }
    Q_DISABLE_COPY_MOVE(RefusedWrites)

    int count() const { return counter(); }

private:
    static std::atomic<int> &counter()
    {
        static std::atomic<int> value{0};
        return value;
    }
    static QtMessageHandler &previous()
    {
        static QtMessageHandler value = nullptr;
        return value;
    }
    static void take(QtMsgType type, const QMessageLogContext &context, const QString &message)
    {
        if (message.contains(QStringLiteral("could not be stored")))
            ++counter();
        if (previous())
            previous()(type, context, message);
    }
};
