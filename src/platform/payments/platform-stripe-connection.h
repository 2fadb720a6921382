/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/*
 * One connection to a Stripe-compatible provider: a thread with libsoup. Private to the adapter.
 */
typedef struct
{
  gatomicrefcount ref_count; /* one for the owner, one for the thread */

  /* set at construction, then only read */
  char *base_url;
  char *authorization;
  char *api_version;
  guint try_timeout_ms;
  guint call_timeout_ms;
  guint max_tries;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;

  /* written by the thread, read by any: atomic */
  guint64 n_tries;
  guint64 n_answers;
  guint64 n_refusals; /* of the answers, those with 4xx or 5xx */

  /* the thread's own */
  SoupSession *session;
} PlatformStripeConnection;

/* Starts the thread; see PlatformStripeOptions for the values. */
PlatformStripeConnection *platform_stripe_connection_new (const char *base_url,
                                                          const char *secret_key,
                                                          const char *api_version,
                                                          guint try_timeout_ms,
                                                          guint call_timeout_ms,
                                                          guint max_tries,
                                                          GError **error);

/* Ends the thread. Any thread may call it, its own too; no call may be under way. */
void platform_stripe_connection_free (PlatformStripeConnection *self);

/* Whether @text has 1 to @max characters and all of them may stand in a header. */
gboolean platform_stripe_connection_is_printable (const char *text, gsize max);

G_END_DECLS
