/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_DEMO (rambla_demo_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDemo, rambla_demo, RAMBLA, DEMO, GObject)

#define RAMBLA_DEMO_ERROR (rambla_demo_error_quark ())
GQuark rambla_demo_error_quark (void);

typedef enum
{
  RAMBLA_DEMO_ERROR_NOT_INSTALLED, /* the platform's program or the city is not where it should be */
  RAMBLA_DEMO_ERROR_FAILED,        /* the platform started and gave up; the message is its own sentence */
} RamblaDemoError;

/**
 * rambla_demo_new:
 * @folder: (nullable): where the demo's platform keeps its data; %NULL for the user's data folder
 *
 * A private platform with the sample city on this machine. All programs of one user that name the same folder
 * share one platform: the first starts it, it ends by itself when the last one has gone, however that one
 * ended, because each holds a lock on a file that the platform watches.
 *
 * Signal `progress (const char *line)`: what the platform says while it prepares itself.
 */
RamblaDemo *rambla_demo_new (const char *folder);

/** rambla_demo_get_folder: where the demo keeps its data. */
const char *rambla_demo_get_folder (RamblaDemo *self);

/**
 * rambla_demo_start_async:
 *
 * Joins the platform that runs, or starts one; again where the one that was there has died. Errors are of
 * %RAMBLA_DEMO_ERROR, %G_IO_ERROR or %G_SPAWN_ERROR.
 */
void rambla_demo_start_async (RamblaDemo *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * rambla_demo_start_finish:
 *
 * Returns: (transfer full): the platform's address, or %NULL with @error set
 */
char *rambla_demo_start_finish (RamblaDemo *self, GAsyncResult *result, GError **error);

/**
 * rambla_demo_dup_code:
 * @role: consumer, merchant, kiosk or operator
 *
 * Returns: (transfer full) (nullable): a sign-in code that was still good when it was written, %NULL when
 * there is none. The platform writes a new one each time one is used, so ask again when a code is refused:
 * another program may have been faster.
 */
char *rambla_demo_dup_code (RamblaDemo *self, const char *role);

G_END_DECLS
