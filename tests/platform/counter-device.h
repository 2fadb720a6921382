/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trade-shop.h"

G_BEGIN_DECLS

/* A counter that accepts without the platform: a key and a chain of what it signed. For tests. */
typedef struct
{
  char *id;
  guint8 secret_key[64];
  char *public_key; /* base64url */
  gint64 sequence;
  char *head;
  GPtrArray *scans; /* of char *: signed, not handed in yet */
} CounterDevice;

CounterDevice *counter_device_new (void);
void counter_device_free (CounterDevice *self);

/* Tells the platform its key. */
void counter_device_register (CounterDevice *self, Shop *shop);

/* Accepts something. @known_at: seconds. @key: (nullable): a new one */
void counter_device_scan (CounterDevice *self,
                          const char *presented,
                          const char *store_id,
                          gint64 at_ms,
                          gint64 known_at,
                          const char *key);

/* Hands in @scans, of which there are @n, without forgetting them. Returns: (transfer full): the answer */
PlatformAnswer *
counter_device_send (CounterDevice *self, Shop *shop, char *const *scans, guint n, gint64 sent_at);

/* Hands in all that is not handed in yet, and forgets it. Returns: (transfer full): the answer, a 200 */
PlatformAnswer *counter_device_hand_in (CounterDevice *self, Shop *shop);

/* A verdict of such an answer. Returns: (transfer none) */
JsonObject *counter_get_verdict (PlatformAnswer *answer, guint index);

G_END_DECLS
