// SPDX-License-Identifier: GPL-3.0-or-later
#include "previewcontroller.h"

#include "errortext.h"
#include "numberformat.h"
#include "platformsession.h"
#include "verdict.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace nsl
{

namespace
{

struct Preview
{
    Q_DECLARE_TR_FUNCTIONS(Preview)
};

using Check = PromotionReview::Check;

QString checkTitle(const QString &id)
{
    if (id == u"approved")
        return Preview::tr("Approval");
    if (id == u"lifecycle")
        return Preview::tr("Life cycle");
    if (id == u"model_type")
        return Preview::tr("Model type");
    if (id == u"artifact")
        return Preview::tr("Artifact");
    if (id == u"endpoint_idle")
        return Preview::tr("Endpoint");
    if (id == u"memory")
        return Preview::tr("Memory");
    if (id == u"not_worse")
        return Preview::tr("Quality");
    if (id == u"catalogue")
        return Preview::tr("Catalogue");
    if (id == u"roll_back")
        return Preview::tr("Way back");
    return {};
}

/// Whether the server would refuse the promotion because of it; the others are for a person to weigh.
bool isObstacle(const QString &id)
{
    return id == u"approved" || id == u"lifecycle" || id == u"model_type" || id == u"artifact" ||
           id == u"endpoint_idle";
}

Check checkFrom(const PromotionPreview::Check &check)
{
    Check result;
    if (!check.ok)
        result.result = isObstacle(check.id) ? Check::Result::Failed : Check::Result::Warning;
    else if (!check.fix.isEmpty())
        result.result = Check::Result::Warning;
    const QString title = checkTitle(check.id);
    const QString text = format::withMetricNames(check.text);
    //: %1 is what was checked, %2 what was found, as the server says it
    result.text = title.isEmpty() ? text : Preview::tr("%1: %2").arg(title, text);
    result.fix = format::withMetricNames(check.fix);
    if (text != check.text)
        result.toolTip = check.text;
    return result;
}

/// The server's difference with all that it says about it.
MetricDifference differenceOf(const PromotionPreview::Metric &metric)
{
    MetricDifference difference;
    difference.direction = metric.direction;
    difference.comparable = metric.delta ? Comparable::Yes : Comparable::No;
    difference.value = metric.delta;
    difference.baseline = 0;
    if (metric.delta && metric.ciLow && metric.ciHigh)
        difference.interval = MeanInterval{*metric.delta, *metric.ciLow, *metric.ciHigh};
    // The server knows how many users there were; where it concluded nothing, they were too few.
    if (metric.verdict == NoiseVerdict::Unknown)
        difference.users = 0;
    return difference;
}

/// "▲ +0.010 better (+0.002 … +0.018)"
QString readingOf(const PromotionPreview::Metric &metric)
{
    if (!metric.delta)
        return metric.candidate && metric.live
                   ? format::judgementWord({Verdict::None, Judgement::Reason::NotComparable})
                   : QString();
    const QString reading = format::differenceText(metric.name, differenceOf(metric));
    if (!metric.ciLow || !metric.ciHigh)
        return reading;
    //: %1 is a reading such as "+0.010 better", %2 and %3 are the ends of its 95 % interval
    return Preview::tr("%1 (%2 … %3)")
        .arg(reading, format::signedDifference(metric.name, *metric.ciLow),
             format::signedDifference(metric.name, *metric.ciHigh));
}

Comparison::MetricRow rowOf(const PromotionPreview::Metric &metric)
{
    Comparison::MetricRow row;
    row.name = metric.name;
    row.title = format::metricName(metric.name);
    row.direction = metric.direction;
    row.differs = metric.candidate != metric.live;
    Comparison::Cell live;
    Comparison::Cell candidate;
    live.value = metric.live;
    candidate.value = metric.candidate;
    writeValues(metric.name, {&live, &candidate});
    candidate.difference = metric.delta;
    candidate.differenceText = readingOf(metric);
    candidate.verdict = judge(differenceOf(metric)).verdict;
    candidate.tone = toneOf(candidate.verdict);
    candidate.best = candidate.verdict == Verdict::Better;
    live.best = candidate.verdict == Verdict::Worse;
    row.cells = {live, candidate};
    return row;
}

QString badgeOf(Comparable comparable)
{
    switch (comparable) {
    case Comparable::Yes:
        return Preview::tr("comparable");
    case Comparable::Partly:
        return Preview::tr("partly comparable");
    case Comparable::No:
        break;
    }
    return Preview::tr("not comparable");
}

/// What a review has to be the same in for one answer to hold for it.
QString keyOf(const PromotionReview &review)
{
    return QStringList{review.request.jobName, review.request.endpointId.value_or(RecordId()).text(),
                       review.request.expectedActiveJobName.value_or(QString()), review.candidateState}
        .join(u'\n');
}

} // namespace

PreviewController::PreviewController(PlatformSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void PreviewController::complete(PromotionReview &review)
{
    if (!review.request.endpointId)
        return; // nothing that could be promoted
    if (m_state != State::NotOffered && keyOf(review) != m_key)
        ask(review);
    switch (m_state) {
    case State::Asking:
        review.previewNote = Preview::tr("Measuring both versions on one split…");
        break;
    case State::Ready:
        applyPreview(review, *m_preview);
        break;
    case State::Failed:
        review.previewNote =
            Preview::tr("Without verdicts, because the server could not make its preview: %1").arg(m_problem);
        break;
    case State::Nothing:
    case State::NotOffered:
        break;
    }
}

void PreviewController::ask(const PromotionReview &review)
{
    m_key = keyOf(review);
    m_state = State::Asking;
    m_preview.reset();
    m_problem.clear();
    const qint64 generation = ++m_generation;
    m_session.api().promotionPreview(
        review.request.jobName, review.request.endpointId, this,
        [this, generation](const Outcome<PromotionPreview> &preview) {
            if (generation != m_generation)
                return; // another review is shown by now
            using Kind = PlatformError::Kind;
            if (preview) {
                m_state = State::Ready;
                m_preview = *preview;
            } else if (preview.error().kind == Kind::Unsupported ||
                       (preview.error().kind == Kind::NotFound && preview.error().code.isEmpty())) {
                m_state = State::NotOffered;
            } else {
                m_state = State::Failed;
                m_problem = errorSentence(preview.error());
            }
            emit completed();
        });
}

void applyPreview(PromotionReview &review, const PromotionPreview &preview)
{
    if (preview.candidate.jobName != review.request.jobName)
        return;
    review.checks.clear();
    for (const PromotionPreview::Check &check : preview.checks)
        review.checks += checkFrom(check);
    Comparison &comparison = review.comparison;
    const bool sameTwo = comparison.runs.size() == 2 && preview.live &&
                         comparison.runs.first().jobName == preview.live->jobName;
    if (!sameTwo)
        return;
    comparison.metrics.clear();
    for (const PromotionPreview::Metric &metric : preview.metrics)
        comparison.metrics += rowOf(metric);
    std::sort(comparison.metrics.begin(), comparison.metrics.end(),
              [](const Comparison::MetricRow &left, const Comparison::MetricRow &right) {
                  return format::metricLess(left.name, right.name);
              });
    comparison.comparability.last() = preview.comparability;
    comparison.badges.last() = badgeOf(preview.comparability.verdict);
    comparison.reasons.last() = comparabilitySentence(preview.comparability);
}

} // namespace nsl
