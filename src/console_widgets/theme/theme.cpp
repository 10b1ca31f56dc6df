// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFont>
#include <QStyleFactory>

static void initThemeResources()
{
    Q_INIT_RESOURCE(console_widgets);
}

namespace nsl
{
namespace
{

constexpr double bodyPoints = 9.75; // 13 px at 96 dpi

} // namespace

Theme::Theme(QSettings &storage, QObject *parent)
    : QObject(parent)
    , m_modeSetting(storage, u"view/theme"_qs, int(Mode::System))
{
    initThemeResources();
    m_systemIsDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_qs));
    QFont font = QApplication::font();
    font.setPointSizeF(bodyPoints);
    QApplication::setFont(font);
    const int stored = m_modeSetting.value();
    m_mode = stored == int(Mode::Light) ? Mode::Light : stored == int(Mode::Dark) ? Mode::Dark : Mode::System;
    qApp->installEventFilter(this);
    apply();
}

const Tokens &Theme::tokens() const
{
    const bool dark = m_mode == Mode::Dark || (m_mode == Mode::System && m_systemIsDark);
    return dark ? darkTokens() : lightTokens();
}

void Theme::setMode(Mode mode)
{
    m_modeSetting.set(int(mode));
    showMode(mode);
}

void Theme::showMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    apply();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    // The platform announces another palette: look at it without ours on top, then put ours back.
    if (event->type() == QEvent::ThemeChange && watched == qApp && !m_applying) {
        m_applying = true;
        QApplication::setPalette(QPalette());
        m_systemIsDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
        m_applying = false;
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void Theme::apply()
{
    if (m_applying)
        return;
    m_applying = true;
    QApplication::setPalette(paletteFor(tokens()));
    qApp->setStyleSheet(styleSheetFor(tokens()));
    m_applying = false;
    emit changed();
}

QString styleSheetFor(const Tokens &t)
{
    QFile file(u":/nsl/style/console.qss"_qs);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::pair<QLatin1String, QColor> colors[] = {
        {QLatin1String("@window"), t.window},
        {QLatin1String("@surface"), t.surface},
        {QLatin1String("@border"), t.border},
        {QLatin1String("@text"), t.text},
        {QLatin1String("@secondary"), t.secondary},
        {QLatin1String("@accent"), t.accent},
        {QLatin1String("@on-accent"), t.onAccent},
        {QLatin1String("@selection"), t.selection},
        {QLatin1String("@ground-ok"), t.okGround},
        {QLatin1String("@ground-warn"), t.warnGround},
        {QLatin1String("@ground-bad"), t.badGround},
        {QLatin1String("@ground-info"), t.infoGround},
        {QLatin1String("@ink-ok"), t.ok},
        {QLatin1String("@ink-warn"), t.warn},
        {QLatin1String("@ink-bad"), t.bad},
        {QLatin1String("@ink-info"), t.info},
    };
    for (const auto &[name, color] : colors)
        sheet.replace(name, color.name());
    sheet.replace(QLatin1String("@scheme"), t.dark ? QLatin1String("dark") : QLatin1String("light"));
    return sheet;
}

} // namespace nsl
