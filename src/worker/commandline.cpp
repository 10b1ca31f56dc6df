// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"

#include "failure.h"
#include "stopsignal.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nsl::worker
{

namespace
{

constexpr const char *usage =
    "Usage: nsl-worker train|evaluate|serve\n"
    "\n"
    "Trains, scores or serves a model by the container contract.\n"
    "\n"
    "  train      read input/, train, write model/; goes on from checkpoints/ of the same run\n"
    "  evaluate   score the version in input/data/model on the split of the events\n"
    "  serve      load model/artifact and answer GET /ping and POST /invocations\n"
    "  --help     show this text\n"
    "  --version  show the version\n"
    "\n"
    "Environment:\n"
    "  NSL_WORKER_ROOT         folder of the run (default /opt/ml)\n"
    "  NSL_WORKER_PARENT       process id of the parent to die with\n"
    "  SAGEMAKER_BIND_TO_PORT  serve: port, 0 = a free one (default 8080)\n"
    "  NSL_WORKER_TOKEN        serve: bearer token that requests must carry\n"
    "  NSL_ARTIFACT_SHA256     serve: digest that the artifact must have\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 usage, 143 stopped.\n";

/// A worker never outlives who started it. Throws Failure when the parent is already gone.
void dieWithParent()
{
    const char *text = std::getenv("NSL_WORKER_PARENT");
    if (text == nullptr || *text == '\0') {
        return;
    }
    pid_t parent = 0;
    const auto [end, error] = std::from_chars(text, text + std::strlen(text), parent);
    if (error != std::errc() || *end != '\0' || parent <= 0) {
        throw Failure("NSL_WORKER_PARENT must be a process id.");
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have died before the call above.
    if (getppid() != parent) {
        throw Failure("The process that started this worker is gone.");
    }
}

int fail(const ContainerPaths &paths, const std::string &sentence)
{
    std::fprintf(stderr, "%s\n", sentence.c_str());
    paths.writeFailure(sentence);
    return exitFailed;
}

/// Nothing of a run that did not finish may be taken for a result.
void removeOutput(std::string_view command, const ContainerPaths &paths)
{
    if (command == "train") {
        paths.removeModel();
    } else if (command == "evaluate") {
        paths.removeEvaluation();
    }
}

} // namespace

int runCommandLine(int argc, char **argv, const Commands &commands)
{
    const std::string_view command = argc == 2 ? argv[1] : "";
    if (command == "--help" || command == "-h") {
        std::fputs(usage, stdout);
        return exitDone;
    }
    if (command == "--version") {
        std::puts("nsl-worker " NSL_VERSION);
        return exitDone;
    }
    if (command != "train" && command != "evaluate" && command != "serve") {
        std::fputs(usage, stderr);
        return exitUsage;
    }
    umask(077);
    installStopSignals();
    const ContainerPaths paths = ContainerPaths::fromEnvironment();
    Reporter reporter;
    try {
        dieWithParent();
        const Commands::Command run = command == "serve"   ? commands.serve
                                      : command == "train" ? commands.train
                                                           : commands.evaluate;
        run(paths, reporter, argv);
        return exitDone;
    } catch (const Stopped &) {
        removeOutput(command, paths);
        reporter.log("stopped on request");
        return exitStopped;
    } catch (const Failure &failure) {
        removeOutput(command, paths);
        return fail(paths, failure.what());
    } catch (const std::bad_alloc &) {
        removeOutput(command, paths);
        return fail(paths, "There is not enough memory for this run.");
    } catch (const std::exception &error) {
        removeOutput(command, paths);
        // Libraries append a stack trace to their text; its first line is the sentence.
        const std::string text = error.what();
        return fail(paths, "The run failed unexpectedly: " + text.substr(0, text.find('\n')));
    }
}

} // namespace nsl::worker
