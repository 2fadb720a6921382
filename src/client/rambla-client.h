/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-activity.h"
#include "rambla-api.h"
#include "rambla-card.h"
#include "rambla-event-stream.h"
#include "rambla-image-loader.h"
#include "rambla-log-witness.h"
#include "rambla-secrets.h"
#include "rambla-session.h"

G_BEGIN_DECLS

/**
 * RamblaClientState:
 * @RAMBLA_CLIENT_CONNECTING: on the way; `status` says how far
 * @RAMBLA_CLIENT_READY: the platform is known, be it from the last time, and, where there is an account, it
 * is signed in
 * @RAMBLA_CLIENT_FAILED: it did not work; `error` says why, connecting again is possible
 */
typedef enum
{
  RAMBLA_CLIENT_CONNECTING,
  RAMBLA_CLIENT_READY,
  RAMBLA_CLIENT_FAILED,
} RamblaClientState;

/** The secret (RamblaSecrets) that says who is signed in, see rambla_me_to_text(). */
#define RAMBLA_CLIENT_ACCOUNT "account"

#define RAMBLA_TYPE_CLIENT (rambla_client_get_type ())
G_DECLARE_FINAL_TYPE (RamblaClient, rambla_client, RAMBLA, CLIENT, GObject)

/**
 * rambla_client_new:
 * @base_url: the platform's address
 * @role: consumer, merchant or kiosk: what one signs in as
 *
 * One platform as the application sees it: its address, who is signed in, and the door to its calls.
 * At the first start the platform is asked what it is; later ones open at once with what it said before, and
 * ask meanwhile. While it cannot be reached it is looked for again and again.
 *
 * Properties: `state` (int, a RamblaClientState), `status` (a line for people while connecting) and `offline`
 * (boolean: the platform was not reached the last time); all notify only when they change. Signal `moved`:
 * the platform has another address now; api and session stay the same objects.
 */
RamblaClient *rambla_client_new (const char *base_url, const char *role);

/**
 * rambla_client_new_demo:
 * @folder: (nullable): the demo's folder, %NULL for the user's data folder
 * @role: consumer, merchant or kiosk: whose sample account to sign in with
 *
 * The same with a private platform on this machine, which is started or joined when connecting.
 */
RamblaClient *rambla_client_new_demo (const char *folder, const char *role);

/** rambla_client_connect: starts to connect, or to connect again after a failure. */
void rambla_client_connect (RamblaClient *self);

/** rambla_client_sign_out: signs out, and forgets what of the account is kept on this device: tokens, who it
 * is, and purchases under way, which stay with the account. Vouchers and orders are their lists' to forget,
 * see rambla_wallet_forget(). Harmless when nobody is signed in. */
void rambla_client_sign_out (RamblaClient *self);

/** rambla_client_get_state: how far it is. */
RamblaClientState rambla_client_get_state (RamblaClient *self);

/** rambla_client_get_status: (nullable): a line for people about what is being waited for. */
const char *rambla_client_get_status (RamblaClient *self);

/** rambla_client_get_error: (nullable): why it failed. */
const GError *rambla_client_get_error (RamblaClient *self);

/** rambla_client_get_offline: whether the platform was not reached the last time. */
gboolean rambla_client_get_offline (RamblaClient *self);

/** rambla_client_get_role: consumer, merchant or kiosk. */
const char *rambla_client_get_role (RamblaClient *self);

/** rambla_client_get_api: the door to the calls. */
RamblaApi *rambla_client_get_api (RamblaClient *self);

/** rambla_client_get_events: what happens there. */
RamblaEventStream *rambla_client_get_events (RamblaClient *self);

/** rambla_client_get_session: who is signed in. */
RamblaSession *rambla_client_get_session (RamblaClient *self);

/** rambla_client_get_card: (nullable): what the platform says of itself; %NULL until it is known. */
RamblaCard *rambla_client_get_card (RamblaClient *self);

/** rambla_client_get_soup: the connection pool, for what is no call: tiles and pictures. */
SoupSession *rambla_client_get_soup (RamblaClient *self);

/** rambla_client_get_activity: what this device tells of what it shows, if that was agreed to. */
RamblaActivity *rambla_client_get_activity (RamblaClient *self);

/** rambla_client_get_images: who loads the shops' own pictures. */
RamblaImageLoader *rambla_client_get_images (RamblaClient *self);

/** rambla_client_get_witness: who holds the platform to what it signed of its logs. */
RamblaLogWitness *rambla_client_get_witness (RamblaClient *self);

/** rambla_client_get_base_url: (nullable): the platform's address. */
const char *rambla_client_get_base_url (RamblaClient *self);

/** rambla_client_dup_buyer: (transfer full): whose purchases under way are taken up again: what tells this
 * platform from others, and whoever is signed in from other accounts. */
char *rambla_client_dup_buyer (RamblaClient *self);

/** rambla_client_get_identity: (nullable): what tells this platform from others; the same at every start. */
const char *rambla_client_get_identity (RamblaClient *self);

/** rambla_client_build_state_path: (transfer full): where what belongs to this platform and role is kept
 * under @name. */
char *rambla_client_build_state_path (RamblaClient *self, const char *name);

/**
 * rambla_client_get_secrets:
 *
 * The secrets of this platform and role on this device. A demo's stay in its folder, so that who removes the
 * folder has forgotten the demo.
 */
RamblaSecrets *rambla_client_get_secrets (RamblaClient *self);

/** rambla_client_is_demo: whether the platform is a private one with samples. */
gboolean rambla_client_is_demo (RamblaClient *self);

G_END_DECLS
