/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "platform-sandbox-provider.h"
#include "platform-server.h"
#include "platform-stripe.h"

G_BEGIN_DECLS

/* A platform's webhook route: takes what comes, or refuses the first few. */
typedef struct
{
  PlatformRouter *router;
  PlatformServer *server;
  GAsyncQueue *taken; /* what sandbox_room_next_event() verifies */
  gint refuse;        /* atomic: how many to refuse */
} Receiver;

/* A sandbox in a folder of its own, the client that asks it, and who takes its webhooks. */
typedef struct
{
  char *folder;
  Receiver receiver;
  PlatformSandboxProvider *sandbox;
  PlatformProvider *provider;
} SandboxRoom;

void sandbox_room_set_up (SandboxRoom *fixture, gconstpointer data);
void sandbox_room_tear_down (SandboxRoom *fixture, gconstpointer data);

/* Once more, in the same folder, after sandbox_room_stop_sandbox(). */
void sandbox_room_start_sandbox (SandboxRoom *fixture);
void sandbox_room_stop_sandbox (SandboxRoom *fixture);

/* GAsyncReadyCallbacks: bring the answer from the provider's thread to the GAsyncQueue in @user_data. */
void sandbox_room_on_payment (GObject *object, GAsyncResult *result, gpointer user_data);
void sandbox_room_on_session (GObject *object, GAsyncResult *result, gpointer user_data);
void sandbox_room_on_refund (GObject *object, GAsyncResult *result, gpointer user_data);
void sandbox_room_on_customer (GObject *object, GAsyncResult *result, gpointer user_data);
void sandbox_room_on_cards (GObject *object, GAsyncResult *result, gpointer user_data);

/* Waits for that answer, and lets go of @queue. */
gpointer sandbox_room_pop_answer (GAsyncQueue *queue, GError **error);

/* The calls of the provider, waited for; those without @error must go well. */
PlatformPayment *sandbox_room_charge (PlatformProvider *provider,
                                      const char *card,
                                      const char *key,
                                      gint64 amount,
                                      GError **error);
PlatformPayment *sandbox_room_charge_well (SandboxRoom *fixture, const char *card, const char *key);
PlatformPayment *sandbox_room_retrieve (SandboxRoom *fixture, const char *id, GError **error);
PlatformRefund *
sandbox_room_refund (SandboxRoom *fixture, const char *id, gint64 amount, const char *key, GError **error);
PlatformCheckoutSession *sandbox_room_open_session (SandboxRoom *fixture, const char *key, gint64 life);

/* The next webhook, verified. */
PlatformProviderEvent *sandbox_room_next_event (SandboxRoom *fixture);

/* The next of that kind; those before it are dropped. */
PlatformProviderEvent *sandbox_room_next_event_of (SandboxRoom *fixture, PlatformEventKind kind);

/* The raw protocol. (transfer full) */
JsonNode *sandbox_room_call_raw (SandboxRoom *fixture,
                                 const char *method,
                                 const char *path,
                                 const char *form,
                                 const char *key,
                                 guint *status);

/* Tells the sandbox how to behave. */
void sandbox_room_control (SandboxRoom *fixture, const char *path, const char *form);

/* Expects an error in the protocol's form. */
void sandbox_room_expect_error (SandboxRoom *fixture,
                                const char *method,
                                const char *path,
                                const char *form,
                                const char *key,
                                guint expected_status,
                                const char *type,
                                const char *code);

G_END_DECLS
