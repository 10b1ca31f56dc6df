// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

// The sections of the contract, in its order. What their rows ask runs on the one ContractPlatform.
std::unique_ptr<QObject> conventionRows();
std::unique_ptr<QObject> signalRows();
std::unique_ptr<QObject> trainingRows();
std::unique_ptr<QObject> registryRows();
std::unique_ptr<QObject> operationsRows();
std::unique_ptr<QObject> coreRows();
/// Runs last: every route that the server declares was asked by a row.
std::unique_ptr<QObject> everyRoute();
