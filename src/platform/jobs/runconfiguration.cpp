// SPDX-License-Identifier: GPL-3.0-or-later
#include "runconfiguration.h"

#include "jobs/familyregistry.h"

#include <QFileInfo>
#include <QJsonArray>

namespace nsl
{

namespace
{

QJsonObject channel(const QString &type)
{
    return {{u"ContentType"_qs, type},
            {u"TrainingInputMode"_qs, u"File"_qs},
            {u"S3DistributionType"_qs, u"FullyReplicated"_qs},
            {u"RecordWrapperType"_qs, u"None"_qs}};
}

} // namespace

Outcome<Done> writeRunConfiguration(const RunDirectory &directory, const QString &jobName,
                                    const RunFacts &facts)
{
    QJsonObject hyperparameters = asHyperparameters(facts.plan.value(u"options"_qs).toObject());
    hyperparameters.insert(u"family"_qs, facts.plan.value(u"family"_qs));
    QJsonObject channels{{u"events"_qs, channel(u"text/csv"_qs)},
                         {u"items"_qs, channel(u"application/jsonlines"_qs)}};
    if (facts.hasLiveChannel)
        channels.insert(u"live"_qs, channel(u"application/x-directory"_qs));
    const QJsonObject resources{{u"current_host"_qs, u"algo-1"_qs},
                                {u"hosts"_qs, QJsonArray{u"algo-1"_qs}},
                                {u"network_interface_name"_qs, u"lo"_qs}};
    const QJsonObject run{{u"job_name"_qs, jobName},
                          {u"template"_qs, facts.plan.value(u"template"_qs)},
                          {u"dataset"_qs, facts.plan.value(u"dataset"_qs)},
                          {u"parent_version"_qs, facts.parentVersion},
                          {u"live_job_name"_qs, facts.liveJobName},
                          {u"code_version"_qs, facts.codeVersion}};
    for (const auto &[name, content] :
         {std::pair(u"hyperparameters.json"_qs, hyperparameters),
          std::pair(u"inputdataconfig.json"_qs, channels), std::pair(u"resourceconfig.json"_qs, resources),
          std::pair(u"run.json"_qs, run)}) {
        if (auto written = directory.writeConfig(name, content); !written.ok())
            return written;
    }
    return Done{};
}

Outcome<RunFacts> readRunFacts(const RunDirectory &directory, const QJsonObject &plan)
{
    const auto run = directory.readConfig(u"run.json"_qs);
    if (!run.ok())
        return run.error();
    RunFacts facts;
    facts.plan = plan;
    facts.plan.insert(u"dataset"_qs, run->value(u"dataset"_qs));
    facts.parentVersion = run->value(u"parent_version"_qs);
    facts.liveJobName = run->value(u"live_job_name"_qs);
    facts.codeVersion = run->value(u"code_version"_qs).toString();
    facts.hasLiveChannel = QFileInfo(directory.liveChannel()).isSymLink();
    return facts;
}

} // namespace nsl
