// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting.h"
#include "theme/tokens.h"

#include <QObject>

namespace nsl
{

/// Owns the look of the application: palette, style sheet and font sizes. Follows the system's
/// palette or a forced scheme, which it remembers.
class Theme : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    enum class Mode { System, Light, Dark };
    Q_ENUM(Mode)

    explicit Theme(QSettings &storage, QObject *parent = nullptr);

    Mode mode() const { return m_mode; }
    const Tokens &tokens() const;

    /// Applies and remembers a mode.
    void setMode(Mode mode);
    /// Applies a mode without remembering it.
    void showMode(Mode mode);

signals:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();

    Setting<int> m_modeSetting;
    Mode m_mode = Mode::System;
    bool m_systemIsDark = false;
    bool m_applying = false;
};

/// The style sheet made of these tokens.
QString styleSheetFor(const Tokens &tokens);

} // namespace nsl
