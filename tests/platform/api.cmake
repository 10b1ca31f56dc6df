# SPDX-License-Identifier: GPL-3.0-or-later
nsl_test(tst_api_conventions SOURCES tst_api_conventions.cpp runningplatform.h LINK platform)
nsl_test(tst_api_signals SOURCES tst_api_signals.cpp runningplatform.h LINK platform)
nsl_test(tst_api_core SOURCES tst_api_core.cpp runningplatform.h LINK platform)
nsl_test(tst_api_training SOURCES tst_api_training.cpp runningplatform.h LINK platform)
nsl_test(tst_jobs_parts SOURCES tst_jobs_parts.cpp LINK platform)
nsl_test(tst_jobs_lifecycle SOURCES tst_jobs_lifecycle.cpp runningplatform.h LINK platform)
nsl_test(tst_endpoints_promotion SOURCES tst_endpoints_promotion.cpp runningplatform.h LINK platform TIMEOUT 300 HEAVY)
add_dependencies(tst_endpoints_promotion nsl-worker)
