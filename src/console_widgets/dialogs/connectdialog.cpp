// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/connectdialog.h"

#include "actionbinding.h"

#include "ui_connectdialog.h"

#include <errortext.h>
#include <httpplatformapi.h>

#include <QStyle>

namespace nsl
{

ConnectDialog::ConnectDialog(QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::ConnectDialog>())
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    m_ui->form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_ui->coreForm->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (QLineEdit *edit : {m_ui->url, m_ui->key, m_ui->coreUrl, m_ui->clientId, m_ui->clientSecret})
        connect(edit, &QLineEdit::textChanged, this, &ConnectDialog::refresh);
    connect(m_ui->testButton, &QPushButton::clicked, this, &ConnectDialog::test);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ui->connectButton, &QPushButton::clicked, this, [this] {
        const auto typed = profile();
        if (!typed)
            return;
        emit connectRequested(*typed);
        accept();
    });
    refresh();
}

ConnectDialog::~ConnectDialog() = default;

void ConnectDialog::setUrl(const QString &url)
{
    m_ui->url->setText(url);
    m_ui->key->setFocus();
}

Outcome<ConnectionProfile> ConnectDialog::profile() const
{
    const auto url = checkPlatformUrl(m_ui->url->text().trimmed());
    if (!url)
        return url.error();
    if (m_ui->key->text().trimmed().isEmpty())
        return PlatformError::invalid(tr("Enter an API key."));
    ConnectionProfile result;
    result.kind = ConnectionProfile::Kind::Cloud;
    result.platformUrl = *url;
    result.name = url->host();
    result.key = Secret(m_ui->key->text().trimmed().toUtf8());
    const QString core = m_ui->coreUrl->text().trimmed();
    if (!core.isEmpty()) {
        const auto coreUrl = checkPlatformUrl(core);
        if (!coreUrl)
            return coreUrl.error();
        result.coreUrl = *coreUrl;
        result.clientId = m_ui->clientId->text().trimmed();
        result.clientSecret = Secret(m_ui->clientSecret->text().toUtf8());
    }
    return result;
}

void ConnectDialog::refresh()
{
    m_probe.reset();
    const bool touched = !m_ui->url->text().isEmpty();
    const auto typed = profile();
    const ActionState state = typed ? ActionState::yes() : ActionState::no(errorSentence(typed.error()));
    applyState(m_ui->connectButton, state);
    applyState(m_ui->testButton, state);
    setStatus(touched ? state.reason : QString(), false);
}

void ConnectDialog::test()
{
    const auto typed = profile();
    if (!typed)
        return;
    setStatus(tr("Asking %1…").arg(typed->platformUrl.host()), true);
    m_probe = std::make_unique<HttpPlatformApi>(*typed);
    m_probe->identity(this, [this](const Outcome<Identity> &answer) {
        if (!answer) {
            setStatus(errorSentence(answer.error()), false);
            return;
        }
        setStatus(tr("Connected as %1 with the scopes %2.")
                      .arg(answer->keyName.isEmpty() ? tr("an unnamed key") : answer->keyName,
                           answer->scopes.isEmpty() ? tr("(unknown)") : answer->scopes.join(u", "_qs)),
                  true);
    });
}

void ConnectDialog::setStatus(const QString &text, bool good)
{
    m_ui->status->setText(text);
    m_ui->status->setProperty("textRole", good ? u"secondary"_qs : u"bad"_qs);
    m_ui->status->style()->unpolish(m_ui->status);
    m_ui->status->style()->polish(m_ui->status);
}

} // namespace nsl
