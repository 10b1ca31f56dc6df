// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionresult.h"
#include "actionstate.h"
#include "family.h"
#include "signaltemplate.h"
#include "trainingjob.h"

#include "eventtype.h"

#include <QJsonObject>
#include <QObject>

namespace nsl
{

class PlatformSession;

/// What a run would be trained on, from a template and the counts that are known.
struct TrainingGate
{
    struct Signal
    {
        QString name;
        int weight = 0;
        qint64 count = 0;
        bool passes = false;
        QString text; ///< "1 204 events", "8 of 10 events needed: left out"
    };

    QList<Signal> signalRows;
    qint64 total = 0; ///< events of the signals that pass
    qint64 needed = 0;
    ActionState state; ///< open, or why not: "needs 1 000 events, has 812"
};

/// The gate of a template (contract 2.1). Counts are the server's latest.
TrainingGate trainingGate(const SignalTemplate &signalTemplate, const QList<EventType> &eventTypes);

/// Whether a value is legal for an option, with the range in the reason.
ActionState checkOption(const FamilyOption &option, const QJsonValue &value);
/// "Epochs", "Batch size", "Learning rate"; an unknown option's name made readable.
QString optionTitle(const FamilyOption &option);
/// "1 to 50", "above 0 up to 1"; empty when it declares none.
QString optionRange(const FamilyOption &option);

/// Whether a run can be started at all: connection, a published template, events.
ActionState startTrainingAvailability(const PlatformSession &session);

/// Everything behind the Start training dialog.
class StartTrainingController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StartTrainingController)

public:
    explicit StartTrainingController(PlatformSession &session, QObject *parent = nullptr);
    ~StartTrainingController() override;

    /// Enabled families; the default first.
    QList<Family> families() const;
    /// Published templates first.
    QList<SignalTemplate> templates() const;

    void setFamily(const RecordId &familyId);
    void setTemplate(const RecordId &templateId);
    /// The values start as the family's defaults; setting one that is not legal closes the state with the
    /// reason.
    void setOption(const QString &name, const QJsonValue &value);
    void setNote(const QString &note);

    std::optional<Family> family() const;
    std::optional<SignalTemplate> signalTemplate() const;
    QList<FamilyOption> options() const;
    const QJsonObject &values() const { return m_values; }
    const TrainingGate &gate() const { return m_gate; }
    /// Whether Start works, and if not why.
    ActionState state() const;
    bool isSending() const { return m_sending; }

    void start();

signals:
    /// Families or templates came; the choice may have changed.
    void choicesUpdated();
    void stateUpdated();
    /// The run is there; `warning` names what the server left out.
    void started(const QString &jobName, const QString &warning);
    void failed(const nsl::PlatformError &error);

private:
    void handleSession();
    void updateGate();

    PlatformSession &m_session;
    RecordId m_familyId;
    RecordId m_templateId;
    QJsonObject m_values;
    QString m_note;
    TrainingGate m_gate;
    bool m_sending = false;
};

} // namespace nsl
