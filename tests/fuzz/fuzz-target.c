/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "platform-target.h"

/* The first line's target, as it came. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *raw = FUZZ_TEXT (data, MIN (size, PLATFORM_TARGET_MAX));
  g_autofree char *buffer = g_malloc (strlen (raw) + 2);
  PlatformTarget target = { 0 };
  const char *detail = NULL;

  if (platform_target_parse (raw, buffer, &target, &detail) != RAMBLA_PROBLEM_NONE)
    return 0;
  /* "*" is the whole server's. */
  g_assert_true (target.path[0] == '/' || g_str_equal (target.path, "*"));
  g_assert_true (g_utf8_validate (target.path, -1, NULL));
  g_assert_cmpuint (target.n_query, <=, PLATFORM_TARGET_MAX_QUERY);
  for (guint i = 0; i < target.n_query; i++)
    g_assert_true (g_utf8_validate (target.query[i].name, -1, NULL) &&
                   g_utf8_validate (target.query[i].value, -1, NULL));
  return 0;
}
