// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journalentry.h"

namespace nsl
{

/// Who acts in the journal where no person does.
inline Actor systemActor()
{
    return {u"system"_qs, 0, u"nsl-platform"_qs, {}};
}

} // namespace nsl
