/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A copy of the input that ends with a zero byte, as those who read text expect; a zero byte within ends it.
 */
#define FUZZ_TEXT(data, size) g_strndup ((const char *) (data), (size))

/* What libFuzzer calls, and replay.c in its place: reads @data with one of our parsers, which must refuse or
 * accept it without harm, and what it accepts must keep its promises. Returns: 0 */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
