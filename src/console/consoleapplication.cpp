// SPDX-License-Identifier: GPL-3.0-or-later
#include "consoleapplication.h"

#include "workbench.h"

#include <errortext.h>
#include <platformsession.h>

#include <QDir>
#include <QMessageBox>
#include <QPushButton>

namespace nsl
{
namespace
{

std::unique_ptr<QSettings> openSettings(const QString &file)
{
    if (file.isEmpty())
        return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, u"nsl-console"_qs,
                                           u"nsl-console"_qs);
    return std::make_unique<QSettings>(file, QSettings::IniFormat);
}

} // namespace

ConsoleApplication::ConsoleApplication(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_settings(openSettings(m_options.settingsFile))
    , m_theme(*m_settings)
    , m_window(std::make_unique<MainWindow>(*m_settings, m_theme))
{
    connect(m_window.get(), &MainWindow::openWorkspaceRequested, this, &ConsoleApplication::openWorkspace);
    connect(m_window.get(), &MainWindow::connectRequested, this, &ConsoleApplication::connectTo);
    connect(m_window.get(), &MainWindow::retryRequested, this, [this] {
        if (const std::function<void()> again = m_tryAgain) // it replaces itself
            again();
        else
            openWorkspace(m_options.workspace);
    });
    connect(m_window.get(), &MainWindow::quitRequested, this, &ConsoleApplication::shutDown);
    m_window->setCloseGuard([this] { return mayClose(); });
}

ConsoleApplication::~ConsoleApplication() = default;

void ConsoleApplication::replaceLocal(std::function<void()> then)
{
    if (!m_local) {
        then();
        return;
    }
    m_local->disconnect(this);
    LocalPlatform *old = m_local.get();
    connect(old, &LocalPlatform::stopped, this, [this, then = std::move(then)] {
        m_local.release()->deleteLater();
        then();
    });
    old->stop();
}

void ConsoleApplication::openWorkspace(const QString &path)
{
    m_options.workspace = QDir(path).absolutePath();
    m_tryAgain = [this] { openWorkspace(m_options.workspace); };
    m_window->showOpening(
        tr("Opening the local workspace %1").arg(QDir::toNativeSeparators(m_options.workspace)));
    replaceLocal([this] {
        LocalPlatform::Options options;
        options.workspace = m_options.workspace;
        options.program = m_options.platform;
        options.worker = m_options.worker;
        m_local = std::make_unique<LocalPlatform>(options);
        connect(m_local.get(), &LocalPlatform::ready, this, [this](const ConnectionProfile &profile) {
            m_window->setSession(PlatformSession::connectTo(profile));
        });
        connect(m_local.get(), &LocalPlatform::failed, this, [this](const PlatformError &error) {
            m_window->showOpenFailure(error.code == u"platform_ended"
                                          ? tr("The local platform has ended")
                                          : tr("The local workspace cannot be opened"),
                                      errorSentence(error));
        });
        m_local->open();
    });
}

void ConsoleApplication::connectTo(const ConnectionProfile &profile)
{
    m_tryAgain = [this, profile] { connectTo(profile); };
    m_window->showOpening(tr("Connecting to %1").arg(profile.platformUrl.host()));
    replaceLocal([this, profile] { m_window->setSession(PlatformSession::connectTo(profile)); });
}

void ConsoleApplication::askToConnect(const QString &url)
{
    m_tryAgain = [this, url] { m_window->openConnect(url); };
    m_window->showOpenFailure(tr("Not connected"), tr("Enter the API key of this platform."));
    m_window->openConnect(url);
}

bool ConsoleApplication::mayClose()
{
    Workbench *workbench = m_window->workbench();
    const bool ours = m_local && m_local->ownsProcess() && m_local->state() == LocalPlatform::State::Ready;
    if (m_closeDecided || !ours || !workbench || workbench->jobs().table()->activeCount() == 0)
        return true;
    if (m_window->findChild<QMessageBox *>(u"closeQuestion"_qs))
        return false;
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, tr("Close NSL Console"),
        tr("%n training run(s) are still active.", nullptr, workbench->jobs().table()->activeCount()),
        QMessageBox::Cancel, m_window.get());
    box->setObjectName(u"closeQuestion"_qs);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("Closing stops the local platform, and nothing is served meanwhile. Active runs are "
           "interrupted; one that has written a checkpoint goes on from it when this workspace is "
           "opened again."));
    QPushButton *stop = box->addButton(tr("Interrupt the runs and close"), QMessageBox::DestructiveRole);
    stop->setProperty("danger", true);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(stop, &QPushButton::clicked, this, [this] {
        m_closeDecided = true;
        m_window->close();
    });
    box->open();
    return false;
}

void ConsoleApplication::shutDown()
{
    if (m_ending)
        return;
    m_ending = true;
    m_window->hide();
    m_window->showOpening({});
    replaceLocal([this] { emit ended(); });
}

} // namespace nsl
