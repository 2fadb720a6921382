/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "platform-database.h"
#include "platform-sandbox-provider.h"
#include "platform-sandbox-store.h"
#include "platform-server.h"
#include "platform-writer.h"

G_BEGIN_DECLS

/*
 * Inside the sandbox provider. Everything that reads or changes its state is a job of its one writer, so no
 * two requests ever meet; what a job changed, its events and its idempotency record are one commit.
 */

typedef struct _PlatformSandboxCourier PlatformSandboxCourier;

/* How webhooks behave, for tests. */
typedef enum
{
  PLATFORM_SANDBOX_WEBHOOKS_NORMAL,
  PLATFORM_SANDBOX_WEBHOOKS_DELAY,   /* every one waits delay_ms */
  PLATFORM_SANDBOX_WEBHOOKS_DOUBLE,  /* every one is sent twice */
  PLATFORM_SANDBOX_WEBHOOKS_REORDER, /* every other one waits delay_ms, so that the next one overtakes it */
  PLATFORM_SANDBOX_WEBHOOKS_DROP,    /* none is sent */
} PlatformSandboxWebhooks;

/* How answers to the API's POSTs behave, for tests. */
typedef enum
{
  PLATFORM_SANDBOX_ANSWERS_NORMAL,
  PLATFORM_SANDBOX_ANSWERS_DELAY, /* they come delay_ms late */
  PLATFORM_SANDBOX_ANSWERS_FAIL,  /* a 500 in their stead */
} PlatformSandboxAnswers;

struct _PlatformSandboxProvider
{
  /* set at construction, then only read */
  char *uri;
  char *secret_key;
  char *webhook_url; /* or NULL */
  char *webhook_secret;
  char *page_key; /* what the forms' tokens are made with */
  guint processing_ms;
  guint retry_ms;
  PlatformWriter *writer;
  PlatformDatabasePool *readers;
  PlatformRouter *router;
  PlatformServer *server;
  GPtrArray *routes; /* what the router points into */
  PlatformSandboxCourier *courier;

  /* under the lock */
  GMutex lock;
  PlatformSandboxWebhooks webhooks;
  guint webhooks_delay_ms;
  guint n_emitted;
  PlatformSandboxAnswers answers;
  guint answers_delay_ms;
  guint answers_left;
};

/* A job's surroundings. */
typedef struct
{
  PlatformSandboxProvider *provider;
  PlatformDatabase *database;
  gint64 now_ms;
} PlatformSandboxWork;

/* platform-sandbox-payments.c: what happens to money, within a job. Each returns FALSE with @error only when
 * the database failed. */

/* Charges the card of @intent; its status tells how it went. */
gboolean platform_sandbox_confirm (PlatformSandboxWork *work,
                                   PlatformSandboxIntent *intent,
                                   gboolean off_session,
                                   GError **error);
/* The buyer's answer to 3-D Secure. */
gboolean platform_sandbox_authenticate (PlatformSandboxWork *work,
                                        PlatformSandboxIntent *intent,
                                        gboolean approved,
                                        GError **error);
gboolean platform_sandbox_cancel (PlatformSandboxWork *work,
                                  PlatformSandboxIntent *intent,
                                  const char *reason,
                                  GError **error);
/* Closes an open session and its payment. */
gboolean platform_sandbox_expire (PlatformSandboxWork *work, PlatformSandboxSession *session, GError **error);
/* Gives @refund->amount back; its id, status and charge are set here. */
gboolean platform_sandbox_refund (PlatformSandboxWork *work,
                                  PlatformSandboxIntent *intent,
                                  PlatformSandboxRefund *refund,
                                  GError **error);
/* Ends what is due: processing payments, pending refunds, open sessions. */
gboolean platform_sandbox_settle (PlatformSandboxWork *work, GError **error);

/* platform-sandbox-emit.c */

/* Writes an event about @object (JSON text) and puts its deliveries on the list, within a job. */
gboolean platform_sandbox_emit (PlatformSandboxWork *work, const char *type, GString *object, GError **error);

/* platform-sandbox-courier.c: sends what is on the list, and ends what is due. */

PlatformSandboxCourier *platform_sandbox_courier_new (PlatformSandboxProvider *provider);
/* Ends its thread; what is on its way is given up and sent again at the next start. It may still be woken,
 * without effect. */
void platform_sandbox_courier_stop (PlatformSandboxCourier *self);
void platform_sandbox_courier_free (PlatformSandboxCourier *self);
/* Something may be due. Any thread. */
void platform_sandbox_courier_wake (PlatformSandboxCourier *self);
/* Calls @func in the courier's thread in @delay_ms (or never, when it stops first: then only @destroy). */
void platform_sandbox_courier_later (PlatformSandboxCourier *self,
                                     guint delay_ms,
                                     GSourceFunc func,
                                     gpointer data,
                                     GDestroyNotify destroy);

/* platform-sandbox-api.c, platform-sandbox-pages.c: add their routes to provider->router. */
void platform_sandbox_api_add (PlatformSandboxProvider *provider);
void platform_sandbox_pages_add (PlatformSandboxProvider *provider);

G_END_DECLS
