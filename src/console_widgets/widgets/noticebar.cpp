// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/noticebar.h"

#include "theme/icons.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>

namespace nsl
{
namespace
{

QString toneWord(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return u"ok"_qs;
    case Tone::Warning:
        return u"warn"_qs;
    case Tone::Bad:
        return u"bad"_qs;
    case Tone::Info:
        return u"info"_qs;
    case Tone::Neutral:
        break;
    }
    return u"neutral"_qs;
}

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_strong(plainLabel(this))
    , m_quiet(plainLabel(this))
    , m_detail(plainLabel(this))
    , m_actions(new QHBoxLayout)
{
    m_strong->setProperty("textRole", u"title"_qs);
    m_quiet->setProperty("textRole", u"secondary"_qs);
    m_detail->setProperty("textRole", u"secondary"_qs);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_strong->setWordWrap(false);

    auto *line = new QHBoxLayout;
    line->setSpacing(spacing::s);
    line->addWidget(m_strong);
    line->addWidget(m_quiet, 1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addLayout(line);
    texts->addWidget(m_detail);
    m_actions->setSpacing(spacing::s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::l, spacing::s, spacing::m, spacing::s);
    row->setSpacing(spacing::m);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    row->addLayout(texts, 1);
    row->addLayout(m_actions);
    setTone(Tone::Neutral, u"info"_qs);
    setDetail({});
}

void NoticeBar::setTone(Tone tone, const QString &icon)
{
    m_tone = tone;
    m_iconName = icon;
    const QString word = toneWord(tone);
    if (property("tone").toString() != word) {
        setProperty("tone", word);
        style()->unpolish(this);
        style()->polish(this);
    }
    refreshIcon();
}

void NoticeBar::setHeadline(const QString &strong, const QString &quiet)
{
    m_strong->setText(strong);
    m_quiet->setText(quiet);
    refreshAccessibleName();
}

void NoticeBar::setDetail(const QString &text)
{
    m_detail->setText(text);
    m_detail->setVisible(!text.isEmpty());
    refreshAccessibleName();
}

QString NoticeBar::headline() const
{
    return m_strong->text();
}

QString NoticeBar::detail() const
{
    return m_detail->text();
}

void NoticeBar::addAction(QWidget *widget)
{
    m_actions->addWidget(widget);
}

void NoticeBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcon();
}

void NoticeBar::refreshIcon()
{
    m_icon->setPixmap(
        iconPixmap(m_iconName, tokensFor(QApplication::palette()).ink(m_tone), 16, devicePixelRatioF()));
}

void NoticeBar::refreshAccessibleName()
{
    setAccessibleName(m_strong->text());
    setAccessibleDescription(m_detail->text());
}

} // namespace nsl
