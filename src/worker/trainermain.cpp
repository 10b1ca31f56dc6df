// SPDX-License-Identifier: GPL-3.0-or-later
// What nsl-worker becomes when it is to train or to evaluate.
#include "commandline.h"
#include "evaluationrun.h"
#include "runconfig.h"
#include "servingrun.h"
#include "trainingrun.h"

#include <cstdlib>

#include <unistd.h>

namespace
{

using namespace nsl::worker;

/// Several threads that spin while they wait slow each other down on a shared machine. OpenMP reads its wait
/// policy before main(), so the program starts itself again with it set.
void restartWithPassiveWaiting(char **argv)
{
    if (std::getenv("OMP_WAIT_POLICY") == nullptr) {
        setenv("OMP_WAIT_POLICY", "passive", 1);
        execv("/proc/self/exe", argv);
    }
}

void train(const ContainerPaths &paths, Reporter &reporter, char **argv)
{
    if (requestedThreads(paths) > 1) {
        restartWithPassiveWaiting(argv);
    }
    TrainingRun(paths, reporter).run();
}

void evaluate(const ContainerPaths &paths, Reporter &reporter, char **argv)
{
    if (requestedThreads(paths) > 1) {
        restartWithPassiveWaiting(argv);
    }
    EvaluationRun(paths, reporter).run();
}

void serve(const ContainerPaths &paths, Reporter &reporter, char ** /*argv*/)
{
    ServingRun(paths, reporter).run();
}

} // namespace

int main(int argc, char **argv)
{
    return runCommandLine(argc, argv, {train, evaluate, serve});
}
