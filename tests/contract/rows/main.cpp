// SPDX-License-Identifier: GPL-3.0-or-later
// Every row of the contract's tables, asked of one running platform.
#include "contractplatform.h"
#include "sections.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    ContractPlatform platform;
    if (!platform.prepare())
        return 1;
    int failed = 0;
    for (const auto make :
         {conventionRows, signalRows, trainingRows, registryRows, operationsRows, coreRows, everyRoute})
        failed += QTest::qExec(make().get(), argc, argv);
    if (!platform.stop())
        ++failed;
    return failed == 0 ? 0 : 1;
}
