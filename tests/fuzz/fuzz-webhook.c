/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "platform-stripe.h"
#include "platform-webhook-signature.h"

/* A line is the signature's header and the rest the body: never believed. Signed with the right secret, the
 * body is read. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const secrets[] = { "whsec_of_the_fuzzer", NULL };
  static PlatformProvider *provider;
  const guint8 *end = memchr (data, '\n', size);
  g_autofree char *header = FUZZ_TEXT (data, end != NULL ? (gsize) (end - data) : 0);
  gsize skipped = end != NULL ? (gsize) (end - data) + 1 : 0;
  g_autoptr (GBytes) body = g_bytes_new (data + skipped, size - skipped);
  g_autofree char *good = NULL;
  g_autoptr (PlatformProviderEvent) event = NULL;

  if (provider == NULL)
    {
      PlatformStripeOptions options = { .base_url = "http://127.0.0.1:9",
                                        .secret_key = "sk_test_x",
                                        .webhook_secrets = secrets };

      provider = platform_stripe_new (&options, NULL);
      g_assert_nonnull (provider);
    }
  g_assert_null (platform_provider_verify_webhook (provider, header, body, 1795000000, NULL));
  good = platform_webhook_signature_make (g_bytes_get_data (body, NULL), g_bytes_get_size (body), secrets,
                                          1795000000);
  event = platform_provider_verify_webhook (provider, good, body, 1795000000, NULL);
  return 0;
}
