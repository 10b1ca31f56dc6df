// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformerror.h"

#include <QString>

namespace nsl
{

/// One sentence a person can act on, in their language. What a server said is passed on; what this program
/// found out itself (no connection, timeout, unreadable answer, local platform problems) is put into words
/// here.
QString errorSentence(const PlatformError &error);

/// Everything that is known, for "Details" and "Copy": kind, status, code, request id, the server's words.
QString errorDetails(const PlatformError &error);

} // namespace nsl
