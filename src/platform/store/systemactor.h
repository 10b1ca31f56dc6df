// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journalentry.h"

namespace nsl
{

/// Who acts in the journal where no person does.
inline Actor systemActor()
{
    return {QStringLiteral("system"), 0, QStringLiteral("nsl-platform"), {}};
}

} // namespace nsl
