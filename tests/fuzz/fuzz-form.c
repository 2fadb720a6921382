/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "platform-form.h"

/* What was read and is written again is the same. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (PlatformForm) form = platform_form_parse ((const char *) data, size);
  g_autoptr (PlatformForm) again = NULL;
  g_autofree char *text = NULL;

  if (form == NULL)
    return 0;
  text = platform_form_encode (form);
  again = platform_form_parse (text, strlen (text));
  g_assert_nonnull (again);
  g_assert_cmpuint (platform_form_get_length (again), ==, platform_form_get_length (form));
  for (guint i = 0; i < platform_form_get_length (form); i++)
    {
      g_assert_cmpstr (platform_form_get_name (again, i), ==, platform_form_get_name (form, i));
      g_assert_cmpstr (platform_form_get_value (again, i), ==, platform_form_get_value (form, i));
    }
  return 0;
}
