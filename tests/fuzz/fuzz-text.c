/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "platform-idempotency.h"
#include "rambla-geo.h"
#include "rambla-short-code.h"
#include "rambla-time.h"
#include "rambla-voucher-token.h"

/* Short texts that people, machines and headers give us. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = FUZZ_TEXT (data, size);
  g_autofree char *key = platform_idempotency_parse_key (text);
  g_autofree guint8 *bytes = NULL;
  char code[RAMBLA_SHORT_CODE_SIZE];
  RamblaPoint point;
  RamblaBox box;
  gint64 at;
  int minutes;
  gsize length = 0;

  if (rambla_short_code_parse (text, code))
    {
      char again[RAMBLA_SHORT_CODE_SIZE];

      g_assert_true (rambla_short_code_parse (code, again));
      g_assert_cmpstr (again, ==, code);
    }
  if (key != NULL)
    g_assert_cmpuint (strlen (key), <=, 255);
  if (rambla_point_parse (text, &point, NULL))
    g_assert_true (point.lat >= -90 && point.lat <= 90 && point.lon >= -180 && point.lon <= 180);
  rambla_box_parse (text, &box, NULL);
  if (rambla_time_parse (text, &at))
    {
      g_autofree char *written = rambla_time_format (at);
      gint64 again;

      g_assert_true (rambla_time_parse (written, &again));
    }
  rambla_minutes_parse (text, &minutes);
  bytes = rambla_base64url_decode ((const char *) data, size, &length);
  if (bytes != NULL)
    {
      g_autofree char *encoded = rambla_base64url_encode (bytes, length);

      g_assert_cmpuint (strlen (encoded), ==, size);
      g_assert_true (memcmp (encoded, data, size) == 0);
    }
  return 0;
}
