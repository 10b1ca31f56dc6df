// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/starttrainingdialog.h"

#include "actionbinding.h"
#include "theme/icons.h"
#include "theme/tokens.h"
#include "widgets/elidedlabel.h"

#include "ui_starttrainingdialog.h"

#include <errortext.h>
#include <numberformat.h>
#include <platformsession.h>
#include <starttrainingcontroller.h>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardItemModel>

#include <cmath>
#include <limits>

namespace nsl
{
namespace
{

constexpr double widest = 1e12;

/// Enough decimals for small learning rates without a tail of zeros in what is typed.
class NumberBox : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override { return locale().toString(value, 'g', 10); }
};

} // namespace

StartTrainingDialog::StartTrainingDialog(PlatformSession &session, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::StartTrainingDialog>())
    , m_controller(new StartTrainingController(session, this))
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    m_ui->problem->hide();
    m_ui->choices->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_ui->optionsForm->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    connect(m_ui->family, &QComboBox::currentIndexChanged, this, [this] {
        m_controller->setFamily(RecordId::fromVariant(m_ui->family->currentData()));
        refreshOptions();
    });
    connect(m_ui->signalTemplate, &QComboBox::currentIndexChanged, this, [this] {
        m_controller->setTemplate(RecordId::fromVariant(m_ui->signalTemplate->currentData()));
    });
    connect(m_ui->note, &QLineEdit::textChanged, m_controller, &StartTrainingController::setNote);
    connect(m_ui->startButton, &QPushButton::clicked, this, [this] {
        m_ui->problem->hide();
        m_controller->start();
    });
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_controller, &StartTrainingController::choicesUpdated, this,
            &StartTrainingDialog::refreshChoices);
    connect(m_controller, &StartTrainingController::stateUpdated, this, &StartTrainingDialog::refreshState);
    connect(m_controller, &StartTrainingController::started, this,
            [this](const QString &jobName, const QString &warning) {
                emit started(jobName, warning);
                accept();
            });
    connect(m_controller, &StartTrainingController::failed, this, [this](const PlatformError &error) {
        m_ui->problem->setText(errorSentence(error));
        m_ui->problem->show();
        refreshState();
    });
    refreshChoices();
    m_ui->startButton->setFocus();
}

StartTrainingDialog::~StartTrainingDialog() = default;

void StartTrainingDialog::refreshChoices()
{
    {
        const QSignalBlocker blockFamily(m_ui->family);
        const QSignalBlocker blockTemplate(m_ui->signalTemplate);
        m_ui->family->clear();
        const auto families = m_controller->families();
        for (const Family &family : families)
            m_ui->family->addItem(family.name, family.id.toVariant());
        const auto family = m_controller->family();
        m_ui->family->setCurrentIndex(family ? m_ui->family->findData(family->id.toVariant()) : -1);
        m_ui->signalTemplate->clear();
        const auto templates = m_controller->templates();
        for (const SignalTemplate &entry : templates)
            m_ui->signalTemplate->addItem(
                entry.status == TemplateStatus::Draft ? tr("%1 (draft)").arg(entry.name) : entry.name,
                entry.id.toVariant());
        const auto chosen = m_controller->signalTemplate();
        m_ui->signalTemplate->setCurrentIndex(chosen ? m_ui->signalTemplate->findData(chosen->id.toVariant())
                                                     : -1);
    }
    refreshOptions();
    refreshState();
}

void StartTrainingDialog::refreshOptions()
{
    const auto family = m_controller->family();
    const RecordId familyId = family ? family->id : RecordId();
    if (familyId == m_optionsOf)
        return;
    m_optionsOf = familyId;
    while (m_ui->optionsForm->rowCount() > 0)
        m_ui->optionsForm->removeRow(0);
    const auto options = m_controller->options();
    for (const FamilyOption &option : options) {
        QWidget *editor = makeEditor(option);
        editor->setObjectName(u"option_"_qs + option.name);
        editor->setAccessibleName(optionTitle(option));
        const QString range = optionRange(option);
        editor->setAccessibleDescription(option.description);
        editor->setToolTip(plainToolTip(option.description));
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(spacing::s);
        layout->addWidget(editor);
        auto *hint = new ElidedLabel(row);
        hint->setText(range);
        hint->setToolTip(plainToolTip(range));
        hint->setProperty("textRole", u"small"_qs);
        layout->addWidget(hint, 1);
        editor->setMinimumWidth(130);
        auto *label = new QLabel(optionTitle(option), this);
        label->setTextFormat(Qt::PlainText);
        label->setToolTip(plainToolTip(option.description));
        label->setBuddy(editor);
        m_ui->optionsForm->addRow(label, row);
    }
    m_ui->optionsTitle->setText(options.isEmpty() ? tr("This family has no options") : tr("Options"));
}

QWidget *StartTrainingDialog::makeEditor(const FamilyOption &option)
{
    const QString name = option.name;
    const QJsonValue value = m_controller->values().value(name);
    switch (option.type) {
    case FamilyOption::Type::Boolean: {
        auto *box = new QCheckBox(this);
        box->setChecked(value.toBool());
        connect(box, &QCheckBox::toggled, this, [this, name](bool on) { m_controller->setOption(name, on); });
        return box;
    }
    case FamilyOption::Type::Choice: {
        auto *box = new QComboBox(this);
        for (const QJsonValue &choice : option.choices) {
            box->addItem(choice.isString() ? choice.toString()
                                           : QLocale::c().toString(choice.toDouble(), 'g', 12),
                         choice.toVariant());
            if (choice == value)
                box->setCurrentIndex(box->count() - 1);
        }
        connect(box, &QComboBox::currentIndexChanged, this,
                [this, name, choices = option.choices](int index) {
                    m_controller->setOption(name, choices.value(index));
                });
        return box;
    }
    case FamilyOption::Type::Integer: {
        constexpr double lowest = std::numeric_limits<int>::min();
        constexpr double highest = std::numeric_limits<int>::max();
        auto *box = new QSpinBox(this);
        box->setGroupSeparatorShown(true);
        box->setRange(int(qBound(lowest, option.minimum.value_or(lowest), highest)),
                      int(qBound(lowest, option.maximum.value_or(highest), highest)));
        box->setValue(int(qBound(lowest, value.toDouble(), highest)));
        connect(box, &QSpinBox::valueChanged, this,
                [this, name](int number) { m_controller->setOption(name, number); });
        return box;
    }
    case FamilyOption::Type::Number:
        break;
    }
    auto *box = new NumberBox(this);
    box->setDecimals(9);
    box->setRange(option.minimum.value_or(-widest), option.maximum.value_or(widest));
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setValue(value.toDouble());
    connect(box, &QDoubleSpinBox::valueChanged, this,
            [this, name](double number) { m_controller->setOption(name, number); });
    return box;
}

void StartTrainingDialog::refreshState()
{
    const ActionState state = m_controller->state();
    applyState(m_ui->startButton, state);
    m_ui->startButton->setText(m_controller->isSending() ? tr("Starting…") : tr("Start training"));
    m_ui->footText->setText(state.reason);
    refreshGate();
}

void StartTrainingDialog::refreshGate()
{
    while (QLayoutItem *item = m_ui->signalRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const TrainingGate &gate = m_controller->gate();
    const Tokens &tokens = tokensFor(QApplication::palette());
    for (const auto &entry : gate.signalRows) {
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(spacing::s);
        auto *icon = new QLabel(row);
        icon->setPixmap(iconPixmap(entry.passes ? u"check-mark"_qs : u"reject"_qs,
                                   tokens.ink(entry.passes ? Tone::Good : Tone::Bad), 14,
                                   devicePixelRatioF()));
        auto *name = new QLabel(tr("%1 (weight %2)").arg(entry.name).arg(entry.weight), row);
        name->setTextFormat(Qt::PlainText);
        auto *text = new QLabel(entry.text, row);
        text->setTextFormat(Qt::PlainText);
        text->setProperty("textRole", u"secondary"_qs);
        text->setAlignment(Qt::AlignRight);
        layout->addWidget(icon);
        layout->addWidget(name);
        layout->addWidget(text, 1);
        m_ui->signalRows->addWidget(row);
    }
    m_ui->gateTotal->setText(tr("%1 events in all; at least %2 are needed.")
                                 .arg(format::count(gate.total), format::count(gate.needed)));
    m_ui->gateReason->setText(gate.state.reason);
    m_ui->gateReason->setVisible(!gate.state.enabled);
}

} // namespace nsl
