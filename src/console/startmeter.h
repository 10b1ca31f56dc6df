// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace nsl
{

class ConsoleApplication;

/// For benchmarks (--measure-start): once the Models page has been painted with versions, prints
/// "painted <resident KiB>" and ends the program. Whoever started it measures the time.
class StartMeter : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StartMeter)

public:
    explicit StartMeter(ConsoleApplication &application);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void report();

    ConsoleApplication &m_application;
    bool m_done = false;
};

} // namespace nsl
