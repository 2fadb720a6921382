/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter-device.h"

#include <sodium.h>
#include <string.h>

#include "rambla-scan.h"
#include "rambla-time.h"

CounterDevice *
counter_device_new (void)
{
  CounterDevice *self = g_new0 (CounterDevice, 1);
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];

  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_keypair (public_key, self->secret_key);
  self->id = rambla_scan_derive_device_id (public_key);
  self->public_key = rambla_base64url_encode (public_key, sizeof public_key);
  self->head = rambla_scan_hash (self->id);
  self->scans = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
counter_device_free (CounterDevice *self)
{
  g_free (self->id);
  g_free (self->public_key);
  g_free (self->head);
  g_ptr_array_unref (self->scans);
  g_free (self);
}

void
counter_device_register (CounterDevice *self, Shop *shop)
{
  g_autofree char *path = g_strdup_printf ("/v1/merchant/devices/%s", self->id);
  g_autofree char *body = g_strdup_printf ("{\"public_key\":\"%s\",\"name\":\"Till\"}", self->public_key);
  g_autofree char *bearer = g_strdup_printf ("Bearer %s", shop->merchant);
  g_autoptr (PlatformAnswer) answer = platform_fixture_call (
      shop->fixture, "PUT", path, body, "Authorization", bearer, "Content-Type", "application/json", NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (json_object_get_int_member (platform_answer_get_object (answer), "sequence"), >=, 0);
}

void
counter_device_scan (CounterDevice *self,
                     const char *presented,
                     const char *store_id,
                     gint64 at_ms,
                     gint64 known_at,
                     const char *key)
{
  g_autofree char *new_key = g_strdup_printf ("%s-%" G_GINT64_FORMAT, self->id, self->sequence + 1);
  RamblaScan scan = {
    .device_id = self->id,
    .sequence = self->sequence + 1,
    .previous = self->head,
    .at_ms = at_ms,
    .known_at = known_at,
    .key = (char *) (key != NULL ? key : new_key),
    .store_id = (char *) store_id,
    .presented = (char *) presented,
  };
  char *text = rambla_scan_sign (&scan, self->secret_key);

  g_assert_nonnull (text);
  g_free (self->head);
  self->head = rambla_scan_hash (text);
  self->sequence++;
  g_ptr_array_add (self->scans, text);
}

PlatformAnswer *
counter_device_send (CounterDevice *self, Shop *shop, char *const *scans, guint n, gint64 sent_at)
{
  g_autofree char *time = rambla_time_format (sent_at * G_USEC_PER_SEC);
  g_autoptr (GString) body = g_string_new (NULL);

  g_string_printf (body, "{\"device_id\":\"%s\",\"sent_at\":\"%s\",\"scans\":[", self->id, time);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (body, "%s\"%s\"", i > 0 ? "," : "", scans[i]);
  g_string_append (body, "]}");
  return platform_fixture_post (shop->fixture, "/v1/merchant/redemptions/batch", shop->merchant, NULL,
                                body->str);
}

PlatformAnswer *
counter_device_hand_in (CounterDevice *self, Shop *shop)
{
  PlatformAnswer *answer = counter_device_send (self, shop, (char *const *) self->scans->pdata,
                                                self->scans->len, g_get_real_time () / G_USEC_PER_SEC);

  g_assert_cmpuint (answer->status, ==, 200);
  g_ptr_array_set_size (self->scans, 0);
  return answer;
}

JsonObject *
counter_get_verdict (PlatformAnswer *answer, guint index)
{
  return json_array_get_object_element (
      json_object_get_array_member (platform_answer_get_object (answer), "verdicts"), index);
}
