// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/statepane.h"

#include "theme/icons.h"
#include "theme/tokens.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <chrono>

namespace nsl
{
namespace
{

constexpr std::chrono::milliseconds skeletonAfter{150};
constexpr int textWidth = 460;

} // namespace

StatePane::StatePane(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_stepBox(new QWidget(this))
    , m_steps(new QHBoxLayout(m_stepBox))
    , m_retry(new QPushButton(tr("Try again"), this))
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setProperty("textRole", u"hero"_qs);
    m_title->setAlignment(Qt::AlignHCenter);
    m_title->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setProperty("textRole", u"secondary"_qs);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setWordWrap(true);
    m_text->setFixedWidth(textWidth);
    m_icon->setAlignment(Qt::AlignHCenter);
    m_retry->setAccessibleName(tr("Try again"));
    m_steps->setContentsMargins(0, spacing::s, 0, 0);
    m_steps->setSpacing(spacing::s);
    m_steps->addStretch();
    m_steps->addStretch();

    auto *column = new QVBoxLayout(this);
    column->setSpacing(spacing::s);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_title);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    column->addWidget(m_stepBox);
    column->addWidget(m_retry, 0, Qt::AlignHCenter);
    column->addStretch(3);

    m_skeletonDelay.setSingleShot(true);
    m_skeletonDelay.setInterval(skeletonAfter);
    connect(&m_skeletonDelay, &QTimer::timeout, this, [this] {
        m_skeletonVisible = true;
        update();
    });
    connect(m_retry, &QAbstractButton::clicked, this, &StatePane::retryRequested);
    setMode(true, false);
}

void StatePane::showLoading()
{
    if (!m_loading)
        setMode(true, false);
}

void StatePane::showMessage(const QString &icon, const QString &title, const QString &text)
{
    m_iconName = icon;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setMinimumHeight(m_text->heightForWidth(textWidth)); // aligned in its row, it is not asked for it
    setAccessibleName(title);
    setAccessibleDescription(text);
    setMode(false, false);
}

void StatePane::showError(const QString &title, const QString &text)
{
    showMessage(u"warning"_qs, title, text);
    setMode(false, true);
}

void StatePane::addStep(QAbstractButton *button)
{
    m_steps->insertWidget(m_steps->count() - 1, button);
}

void StatePane::paintEvent(QPaintEvent *)
{
    if (!m_loading || !m_skeletonVisible)
        return;
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.window);
    for (int row = 0; row < 8; ++row) {
        const int top = spacing::l + row * (spacing::row + spacing::xs);
        if (top + spacing::l > height())
            break;
        const double share = 0.35 + 0.08 * ((row * 3) % 5);
        painter.drawRoundedRect(QRectF(spacing::l, top, (width() - 2 * spacing::l) * share, spacing::l), 4,
                                4);
    }
}

void StatePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcon();
}

void StatePane::setMode(bool loading, bool error)
{
    m_loading = loading;
    m_skeletonVisible = false;
    if (loading)
        m_skeletonDelay.start();
    else
        m_skeletonDelay.stop();
    if (loading)
        setAccessibleName(tr("Loading"));
    for (QWidget *widget :
         {static_cast<QWidget *>(m_icon), static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_text)})
        widget->setVisible(!loading);
    m_stepBox->setVisible(!loading && !error);
    m_retry->setVisible(error);
    refreshIcon();
    update();
}

void StatePane::refreshIcon()
{
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(
            iconPixmap(m_iconName, tokensFor(QApplication::palette()).secondary, 32, devicePixelRatioF()));
}

} // namespace nsl
