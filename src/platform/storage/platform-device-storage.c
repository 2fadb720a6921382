/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-device-storage.h"

#include <string.h>

void
platform_device_free (PlatformDevice *device)
{
  g_free (device->id);
  g_free (device->name);
  g_free (device->head);
  g_free (device);
}

gboolean
platform_device_storage_put (PlatformDatabase *database,
                             const PlatformDevice *device,
                             const char *account_id,
                             gint64 now,
                             GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO counter_devices (id, public_key, account_id, name, "
                                "registered_at, head) VALUES (?, ?, ?, ?, "
                                "?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                                "tbttit", device->id, device->public_key, sizeof device->public_key,
                                account_id, device->name, now, device->head);
}

PlatformStep
platform_device_storage_get (PlatformDatabase *database,
                             const char *id,
                             PlatformDevice **device,
                             GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  gconstpointer key;
  gsize length = 0;
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT id, public_key, name, sequence, head, last_at FROM counter_devices WHERE id = ?", "t", id);
  step = statement != NULL ? platform_statement_step (statement, error) : PLATFORM_STEP_ERROR;
  if (step != PLATFORM_STEP_ROW)
    return step;
  *device = g_new0 (PlatformDevice, 1);
  (*device)->id = platform_statement_dup_text (statement, 0);
  key = platform_statement_get_blob (statement, 1, &length);
  memcpy ((*device)->public_key, key, MIN (length, sizeof (*device)->public_key));
  (*device)->name = platform_statement_dup_text (statement, 2);
  (*device)->sequence = platform_statement_get_int (statement, 3);
  (*device)->head = platform_statement_dup_text (statement, 4);
  (*device)->last_ms = platform_statement_get_int (statement, 5);
  return step;
}

gboolean
platform_device_storage_advance (PlatformDatabase *database,
                                 const char *id,
                                 gint64 sequence,
                                 const char *head,
                                 gint64 last_ms,
                                 GError **error)
{
  return platform_database_run (
      database, error,
      "UPDATE counter_devices SET sequence = ?, head = ?, last_at = max (last_at, ?) WHERE id = ?", "itit",
      sequence, head, last_ms, id);
}
