// SPDX-License-Identifier: GPL-3.0-or-later
// The worker as it is called. It serves by itself; training needs LibTorch, whose loading would cost every
// serving worker a second and most of its memory, and is therefore another program's.
#include "commandline.h"
#include "failure.h"
#include "servingrun.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <unistd.h>

namespace
{

using namespace nsl::worker;

void serve(const ContainerPaths &paths, Reporter &reporter, char ** /*argv*/)
{
    ServingRun(paths, reporter).run();
}

/// Goes on as the training program beside this one: the same process, for its parent.
void becomeTrainer(const ContainerPaths & /*paths*/, Reporter & /*reporter*/, char **argv)
{
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::string trainer = (self.parent_path() / "nsl-worker-train").string();
    execv(trainer.c_str(), argv);
    throw Failure("The training program " + trainer + " cannot be started: " + std::strerror(errno) +
                  "; install nsl-worker-train beside nsl-worker.");
}

} // namespace

int main(int argc, char **argv)
{
    return runCommandLine(argc, argv, {becomeTrainer, becomeTrainer, serve});
}
