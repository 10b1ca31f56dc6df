// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/connectiondialog.h"

#include "connectiontext.h"
#include "widgets/cells.h"
#include "widgets/labelgrid.h"

#include "ui_connectiondialog.h"

#include <errortext.h>
#include <numberformat.h>
#include <platformsession.h>

#include <QClipboard>
#include <QGuiApplication>

namespace nsl
{

ConnectionDialog::ConnectionDialog(PlatformSession &session, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_ui(std::make_unique<Ui::ConnectionDialog>())
    , m_facts(new LabelGrid(this))
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    m_ui->facts->addRow(m_facts);
    connect(m_ui->closeButton, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_ui->copyButton, &QPushButton::clicked, this, [this] {
        QStringList lines;
        for (const LabelGrid::Row &row : m_facts->rows())
            lines << u"%1: %2"_qs.arg(row.first().text, row.last().text);
        if (!m_ui->problem->text().isEmpty())
            lines << errorDetails(m_session.connection().lastError());
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    });
    connect(&m_session, &PlatformSession::connectionUpdated, this, &ConnectionDialog::refresh);
    connect(&m_session, &PlatformSession::identityUpdated, this, &ConnectionDialog::refresh);
    refresh();
}

ConnectionDialog::~ConnectionDialog() = default;

void ConnectionDialog::refresh()
{
    const ConnectionState &state = m_session.connection();
    const auto text = ConnectionText::of(state);
    m_ui->headline->setText(m_session.name());
    m_ui->stateBadge->setBadge(cells::statusBadge(text.tone, text.text));
    m_ui->problem->setText(state.isOnline() || state.status() == ConnectionState::Status::Connecting
                               ? QString()
                               : errorSentence(state.lastError()));
    m_ui->problem->setVisible(!m_ui->problem->text().isEmpty());
    QList<VersionDetails::Field> fields;
    const auto add = [&fields](const QString &name, const QString &value) {
        if (!value.isEmpty())
            fields.append({name, value, {}, Tone::Neutral});
    };
    add(tr("Kind"), m_session.kind() == ConnectionProfile::Kind::Local ? tr("Local platform on this machine")
                                                                       : tr("Platform over the network"));
    add(tr("URL"), m_session.platformUrl().toDisplayString());
    add(tr("Workspace"),
        m_session.workspace().isEmpty() ? m_session.identity().workspace : m_session.workspace());
    add(tr("Key"), m_session.identity().keyName);
    add(tr("Scopes"), m_session.identity().scopes.join(u", "_qs));
    add(tr("Recommendations"), m_session.hasCore() ? tr("available") : tr("not part of this connection"));
    if (state.lastSuccess().isValid())
        add(tr("Last answer"), format::dateTime(state.lastSuccess()));
    m_facts->setRows(LabelGrid::fieldRows(fields));
}

} // namespace nsl
