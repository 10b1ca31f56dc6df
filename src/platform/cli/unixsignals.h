// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace nsl
{

/// SIGINT and SIGTERM as a Qt signal on the event loop. One object per process.
class UnixSignals : public QObject
{
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;
    Q_DISABLE_COPY_MOVE(UnixSignals)

signals:
    void stopRequested();

private:
    int m_pair[2] = {-1, -1};
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace nsl
