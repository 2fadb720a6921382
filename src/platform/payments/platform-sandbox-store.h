/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/*
 * What the sandbox provider remembers, in a database of its own. Times named …_ms are milliseconds since
 * 1970, other times seconds. Amounts are as the protocol writes them. "metadata" is a JSON object's text.
 */

typedef struct
{
  char *id; /* cus_… */
  gint64 created;
  char *email;
  char *name;
  char *metadata;
} PlatformSandboxCustomer;

typedef struct
{
  char *id; /* pm_… */
  gint64 created;
  char *customer; /* or NULL */
  char *number;   /* a test card's, never another's */
  gint64 exp_month;
  gint64 exp_year;
} PlatformSandboxMethod;

typedef struct
{
  char *id; /* pi_… */
  gint64 created;
  gint64 amount;
  gint64 refunded;
  char *currency; /* lower case */
  char *status;
  char *customer;
  char *method; /* pm_… */
  char *number; /* the test card that is being charged, or was */
  char *description;
  char *metadata;
  char *client_secret;
  char *return_url;
  char *error_code; /* of the last refusal, or NULL */
  char *error_decline;
  char *charge;  /* ch_… of the last try, or NULL */
  char *session; /* cs_…, or NULL */
  gint64 cancelled;
  char *cancel_reason;
  gint64 settle_ms; /* while processing: when it ends */
} PlatformSandboxIntent;

typedef struct
{
  char *id; /* cs_test_… */
  gint64 created;
  gint64 amount;
  char *currency;
  char *status;         /* open, complete, expired */
  char *payment_status; /* unpaid, paid */
  char *intent;
  char *customer;
  char *success_url;
  char *cancel_url;
  gint64 expires_at;
  char *reference;
  char *name; /* what is bought */
  char *metadata;
  char *locale;
} PlatformSandboxSession;

typedef struct
{
  char *id; /* re_… */
  gint64 created;
  gint64 amount;
  char *currency;
  char *intent;
  char *charge;
  char *status;
  char *reason;
  char *metadata;
  gint64 settle_ms; /* while pending: when it ends */
} PlatformSandboxRefund;

typedef struct
{
  char *id; /* evt_… */
  gint64 created;
  char *type;
  char *body; /* the whole event as JSON text */
} PlatformSandboxEvent;

typedef struct
{
  char *id; /* we_… */
  gint64 created;
  char *url;
  char *secret;
  char *events; /* names separated by commas, or "*" */
} PlatformSandboxEndpoint;

typedef struct
{
  char *id; /* the key */
  gint64 created;
  char *fingerprint; /* of method, path and form */
  gint64 status;
  char *body;
} PlatformSandboxAnswer;

/* One kind of object: its table and members. */
typedef struct _PlatformSandboxKind PlatformSandboxKind;

extern const PlatformSandboxKind platform_sandbox_customers;
extern const PlatformSandboxKind platform_sandbox_methods;
extern const PlatformSandboxKind platform_sandbox_intents;
extern const PlatformSandboxKind platform_sandbox_sessions;
extern const PlatformSandboxKind platform_sandbox_refunds;
extern const PlatformSandboxKind platform_sandbox_events;
extern const PlatformSandboxKind platform_sandbox_endpoints;
extern const PlatformSandboxKind platform_sandbox_answers;

/* The table's name. */
const char *platform_sandbox_store_get_table (const PlatformSandboxKind *kind);

/**
 * platform_sandbox_store_create:
 *
 * Makes the tables that are not there, and drops answers older than a day.
 */
gboolean platform_sandbox_store_create (PlatformDatabase *database, gint64 now, GError **error);

/**
 * platform_sandbox_store_load:
 *
 * Returns: (nullable) (transfer full): the object @id of that kind; %NULL without an error if there is none
 */
gpointer platform_sandbox_store_load (PlatformDatabase *database,
                                      const PlatformSandboxKind *kind,
                                      const char *id,
                                      GError **error);

/* Writes the object, whether it is there or not. */
gboolean platform_sandbox_store_save (PlatformDatabase *database,
                                      const PlatformSandboxKind *kind,
                                      gconstpointer object,
                                      GError **error);

/**
 * platform_sandbox_store_select:
 * @clause: what follows FROM and the table's name; a constant
 * @types: the clause's values, see platform_statement_bind()
 *
 * Returns: (nullable) (transfer full): the objects, for platform_sandbox_store_free_list()
 */
GPtrArray *platform_sandbox_store_select (PlatformDatabase *database,
                                          const PlatformSandboxKind *kind,
                                          GError **error,
                                          const char *clause,
                                          const char *types,
                                          ...);

void platform_sandbox_store_free (const PlatformSandboxKind *kind, gpointer object);
void platform_sandbox_store_free_list (const PlatformSandboxKind *kind, GPtrArray *objects);

/* A text kept under a name: keys, secrets. NULL if there is none (or with @error). (transfer full) */
char *platform_sandbox_store_get_setting (PlatformDatabase *database, const char *name, GError **error);
gboolean platform_sandbox_store_set_setting (PlatformDatabase *database,
                                             const char *name,
                                             const char *value,
                                             GError **error);

/* A new random id: @prefix and 24 letters and digits. (transfer full) */
char *platform_sandbox_store_new_id (const char *prefix);

#define PLATFORM_SANDBOX_DEFINE_FREE(Type, kind)                                                             \
  static inline void Type##_free (Type *object) { platform_sandbox_store_free (&(kind), object); }           \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, Type##_free)

PLATFORM_SANDBOX_DEFINE_FREE (PlatformSandboxCustomer, platform_sandbox_customers)
PLATFORM_SANDBOX_DEFINE_FREE (PlatformSandboxMethod, platform_sandbox_methods)
PLATFORM_SANDBOX_DEFINE_FREE (PlatformSandboxIntent, platform_sandbox_intents)
PLATFORM_SANDBOX_DEFINE_FREE (PlatformSandboxSession, platform_sandbox_sessions)
PLATFORM_SANDBOX_DEFINE_FREE (PlatformSandboxRefund, platform_sandbox_refunds)
PLATFORM_SANDBOX_DEFINE_FREE (PlatformSandboxEvent, platform_sandbox_events)
PLATFORM_SANDBOX_DEFINE_FREE (PlatformSandboxEndpoint, platform_sandbox_endpoints)
PLATFORM_SANDBOX_DEFINE_FREE (PlatformSandboxAnswer, platform_sandbox_answers)

G_END_DECLS
