// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "consoleapplication.h"
#include "tourrunner.h"
#include "windowdriver.h"

#include <version.h>

#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace nsl
{

/// The main job, done in the real window by clicking its buttons, in a workspace of its own: sample data, two
/// runs, charts, comparison, approval, promotion, recommendations, roll-back. A picture of every page and
/// dialog goes into a folder.
class Tour : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Tour)

public:
    Tour(QString directory, QString worker, QObject *parent = nullptr);
    ~Tour() override;

    void start();

signals:
    void finished(int exitCode);

private:
    void addFirstData();
    void addTraining();
    void addInspection();
    void addComparison();
    void addPromotion();
    void addRecommendations();
    void addRollBack();
    void addOtherDialogs();

    void step(const QString &name, std::function<QString()> act, std::function<bool()> done,
              std::function<QString()> result = {}, const QString &picture = {}, int deadlineMs = 30'000);
    void closeDialogStep(const QString &name, const QString &button);

    MainWindow &window() { return m_application->window(); }
    Workbench *workbench() { return window().workbench(); }
    QString selectVersions(const QList<int> &numbers);
    const Version *versionNumber(int number) const;
    bool live(int number) const;
    bool approved(int number) const;
    void picture(const QString &name);

    QString m_directory;
    QTemporaryDir m_home;
    std::unique_ptr<ConsoleApplication> m_application;
    std::unique_ptr<WindowDriver> m_driver;
    TourRunner m_runner;
    QStringList m_jobs;
};

} // namespace nsl
