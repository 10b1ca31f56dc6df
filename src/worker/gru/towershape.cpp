// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/towershape.h"

#include "artifact.h"

namespace nsl::worker
{

double readRecencyDecay(const ArtifactReader &artifact)
{
    return artifact.properties().contains("recency_decay") ? artifact.number("recency_decay", 0, 1) : 0;
}

} // namespace nsl::worker
