/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

#define PLATFORM_DEVICE_KEY_SIZE 32

/* A counter that signs what it accepts in an outage, and the last link of its chain that was handed in. */
typedef struct
{
  char *id; /* dev_… */
  guint8 public_key[PLATFORM_DEVICE_KEY_SIZE];
  char *name;
  gint64 sequence; /* 0: none yet */
  char *head;      /* what the next link must name */
  gint64 last_ms;  /* the latest time that it has signed, milliseconds since 1970 */
} PlatformDevice;

void platform_device_free (PlatformDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDevice, platform_device_free)

/**
 * platform_device_storage_put:
 * @device: its id, key, name and head
 * @account_id: who registers it
 *
 * Registers a counter. Harmless when it is known: its name is the new one, its chain goes on.
 */
gboolean platform_device_storage_put (PlatformDatabase *database,
                                      const PlatformDevice *device,
                                      const char *account_id,
                                      gint64 now,
                                      GError **error);

/**
 * platform_device_storage_get:
 * @device: (out) (transfer full): the counter; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_device_storage_get (PlatformDatabase *database,
                                          const char *id,
                                          PlatformDevice **device,
                                          GError **error);

/**
 * platform_device_storage_advance:
 *
 * Its chain now ends with the link @sequence, whose hash is @head.
 */
gboolean platform_device_storage_advance (PlatformDatabase *database,
                                          const char *id,
                                          gint64 sequence,
                                          const char *head,
                                          gint64 last_ms,
                                          GError **error);

G_END_DECLS
