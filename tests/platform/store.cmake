# SPDX-License-Identifier: GPL-3.0-or-later
nsl_test(tst_store_journal SOURCES tst_store_journal.cpp LINK platform)
nsl_test(tst_store_opening SOURCES tst_store_opening.cpp LINK platform)
nsl_test(tst_store_registry SOURCES tst_store_registry.cpp LINK platform)
nsl_test(tst_store_data SOURCES tst_store_data.cpp LINK platform)
nsl_test(tst_store_credentials SOURCES tst_store_credentials.cpp LINK platform)
