// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluationrun.h"

#include "runconfig.h"
#include "sha256.h"
#include "torchruntime.h"
#include "trainedversion.h"

namespace nsl::worker
{

void EvaluationRun::run()
{
    m_paths.prepareEvaluation();
    m_reporter.progress("preparing", 0, 1, 0, 0);
    const OptionValues options = readProtocolOptions(m_paths);
    setComputeThreads(static_cast<int>(options.integer("threads")));
    const EventLog events = readEvents(m_paths.events());
    const Interactions data =
        prepareInteractions(events, options.integer("min_user_events"), options.integer("min_item_events"));
    const Split split(data);
    TrainedVersion version(m_paths.scoredModel());
    m_reporter.progress("preparing", 1, 1, 0, 0);

    PhaseProgress progress(m_reporter, "evaluating", split.evaluatedUsers().size(), 0, 0);
    const auto [evaluation, dropped] = version.testOn(split, [&](std::size_t done) { progress.reach(done); });
    progress.finish();
    writeFile(m_paths.evaluation() / "per_user.csv", perUserCsv(evaluation, data));
    const nlohmann::json result = {{"split_digest", sha256Hex(split.csv())},
                                   {"artifact_sha256", version.artifactSha256()},
                                   {"protocol", evaluationProtocol},
                                   {"k", metricK},
                                   {"candidates", split.candidates().size()},
                                   {"users", evaluation.users.size()},
                                   {"dropped_pairs", dropped},
                                   {"metrics", metricsJson(evaluation.metrics)}};
    writeFile(m_paths.evaluation() / "result.json", result.dump(2) + '\n');
    m_reporter.log("scored on " + std::to_string(evaluation.users.size()) + " users, " +
                   std::to_string(dropped) + " pairs left out because the version was trained on them");
}

} // namespace nsl::worker
