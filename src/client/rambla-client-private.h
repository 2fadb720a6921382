/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-cache.h"
#include "rambla-client.h"
#include "rambla-demo.h"

G_BEGIN_DECLS

struct _RamblaClient
{
  GObject parent_instance;

  SoupSession *soup;
  RamblaDemo *demo;
  char *role;
  char *base_url;
  RamblaSession *session;
  RamblaSecrets *secrets;
  RamblaApi *api;
  RamblaEventStream *events;
  RamblaLogWitness *witness; /* made when it is first used */
  RamblaActivity *activity;  /* made when it is first used */
  RamblaImageLoader *images; /* made when it is first used */
  RamblaCache *seen;         /* what the platform said to anybody; made when it is first used */
  RamblaCard *card;
  GCancellable *cancellable;
  RamblaClientState state;
  char *status;
  GError *error;
  guint code_tries;
  gboolean restored; /* what was kept at the last start was taken up */
  gboolean looking;  /* whether the platform can be reached again */
  guint look_source;
  guint look_pause; /* seconds */
};

/* Shared by the object (rambla-client.c) and finding the platform (rambla-client-connect.c). */

void rambla_client_set_state (RamblaClient *self, RamblaClientState state);
void rambla_client_set_status (RamblaClient *self, const char *status);
void rambla_client_emit_moved (RamblaClient *self);
void rambla_client_notify_offline (RamblaClient *self);
/* Handlers. */
void rambla_client_on_demo_progress (RamblaDemo *demo, const char *line, RamblaClient *self);
void rambla_client_on_offline_changed (RamblaClient *self);
void rambla_client_on_connected_changed (RamblaClient *self);
void rambla_client_on_network_changed (GNetworkMonitor *monitor, gboolean available, RamblaClient *self);
void rambla_client_on_refused (RamblaClient *self);

G_END_DECLS
