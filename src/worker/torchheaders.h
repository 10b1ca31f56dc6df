// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Everything of LibTorch that this program uses, precompiled once: it is slow to read.
#include <torch/nn/init.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/rnn.h>
#include <torch/optim/optimizer.h>
#include <torch/types.h>
#include <torch/utils.h>
