/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-store.h"

#include <sodium.h>
#include <stdarg.h>

#define ANSWERS_KEPT (24 * 60 * 60)

typedef struct
{
  const char *name;
  gsize offset;
  gboolean is_text;
} Member;

struct _PlatformSandboxKind
{
  const char *table;
  gsize size;
  const Member *members; /* the first one is the id */
  gsize n_members;
};

#define TEXT(Type, name)                                                                                     \
  {                                                                                                          \
#name, G_STRUCT_OFFSET(Type, name), TRUE                                                                 \
  }
#define INT(Type, name)                                                                                      \
  {                                                                                                          \
#name, G_STRUCT_OFFSET(Type, name), FALSE                                                                \
  }
#define KIND(Type, kind, table, members)                                                                     \
  const PlatformSandboxKind kind = { table, sizeof (Type), members, G_N_ELEMENTS (members) };

#define T(name) TEXT (PlatformSandboxCustomer, name)
#define I(name) INT (PlatformSandboxCustomer, name)
static const Member customer_members[] = { T (id), I (created), T (email), T (name), T (metadata) };
#undef T
#undef I
KIND (PlatformSandboxCustomer, platform_sandbox_customers, "customers", customer_members)

#define T(name) TEXT (PlatformSandboxMethod, name)
#define I(name) INT (PlatformSandboxMethod, name)
static const Member method_members[] = { T (id),     I (created),   T (customer),
                                         T (number), I (exp_month), I (exp_year) };
#undef T
#undef I
KIND (PlatformSandboxMethod, platform_sandbox_methods, "methods", method_members)

#define T(name) TEXT (PlatformSandboxIntent, name)
#define I(name) INT (PlatformSandboxIntent, name)
static const Member intent_members[] = {
  T (id),       I (created),       T (status),     I (amount),        I (refunded),
  T (currency), T (customer),      T (method),     T (number),        T (description),
  T (metadata), T (client_secret), T (return_url), T (error_code),    T (error_decline),
  T (charge),   T (session),       I (cancelled),  T (cancel_reason), I (settle_ms),
};
#undef T
#undef I
KIND (PlatformSandboxIntent, platform_sandbox_intents, "intents", intent_members)

#define T(name) TEXT (PlatformSandboxSession, name)
#define I(name) INT (PlatformSandboxSession, name)
static const Member session_members[] = {
  T (id),     I (created),  T (status),      I (amount),     T (currency),   T (payment_status),
  T (intent), T (customer), T (success_url), T (cancel_url), I (expires_at), T (reference),
  T (name),   T (metadata), T (locale),
};
#undef T
#undef I
KIND (PlatformSandboxSession, platform_sandbox_sessions, "sessions", session_members)

#define T(name) TEXT (PlatformSandboxRefund, name)
#define I(name) INT (PlatformSandboxRefund, name)
static const Member refund_members[] = {
  T (id),     I (created), T (status), I (amount),   T (currency),
  T (intent), T (charge),  T (reason), T (metadata), I (settle_ms),
};
#undef T
#undef I
KIND (PlatformSandboxRefund, platform_sandbox_refunds, "refunds", refund_members)

#define T(name) TEXT (PlatformSandboxEvent, name)
#define I(name) INT (PlatformSandboxEvent, name)
static const Member event_members[] = { T (id), I (created), T (type), T (body) };
#undef T
#undef I
KIND (PlatformSandboxEvent, platform_sandbox_events, "events", event_members)

#define T(name) TEXT (PlatformSandboxEndpoint, name)
#define I(name) INT (PlatformSandboxEndpoint, name)
static const Member endpoint_members[] = { T (id), I (created), T (url), T (secret), T (events) };
#undef T
#undef I
KIND (PlatformSandboxEndpoint, platform_sandbox_endpoints, "endpoints", endpoint_members)

#define T(name) TEXT (PlatformSandboxAnswer, name)
#define I(name) INT (PlatformSandboxAnswer, name)
static const Member answer_members[] = { T (id), I (created), T (fingerprint), I (status), T (body) };
#undef T
#undef I
KIND (PlatformSandboxAnswer, platform_sandbox_answers, "answers", answer_members)

const char *
platform_sandbox_store_get_table (const PlatformSandboxKind *kind)
{
  return kind->table;
}

static gboolean
create_table (PlatformDatabase *database, const PlatformSandboxKind *kind, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("CREATE TABLE IF NOT EXISTS ");

  /* With a rowid: lists are in the order of making. */
  g_string_append_printf (sql, "%s (seq INTEGER PRIMARY KEY", kind->table);
  for (gsize i = 0; i < kind->n_members; i++)
    g_string_append_printf (sql, ", %s %s%s", kind->members[i].name,
                            kind->members[i].is_text ? "TEXT" : "INTEGER", i == 0 ? " NOT NULL UNIQUE" : "");
  g_string_append (sql, ") STRICT");

  return platform_database_execute (database, sql->str, error);
}

gboolean
platform_sandbox_store_create (PlatformDatabase *database, gint64 now, GError **error)
{
  static const PlatformSandboxKind *const kinds[] = {
    &platform_sandbox_customers, &platform_sandbox_methods, &platform_sandbox_intents,
    &platform_sandbox_sessions,  &platform_sandbox_refunds, &platform_sandbox_endpoints,
    &platform_sandbox_events,    &platform_sandbox_answers,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!create_table (database, kinds[i], error))
      return FALSE;

  return platform_database_execute (
             database,
             "CREATE TABLE IF NOT EXISTS settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) "
             "STRICT;"
             "CREATE TABLE IF NOT EXISTS deliveries (id INTEGER PRIMARY KEY, event TEXT NOT NULL, endpoint "
             "TEXT,"
             "  tries INTEGER NOT NULL DEFAULT 0, due_ms INTEGER NOT NULL, done INTEGER NOT NULL DEFAULT 0) "
             "STRICT;"
             "CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_ms) WHERE done = 0;"
             "CREATE INDEX IF NOT EXISTS intents_due ON intents (settle_ms) WHERE status = 'processing';"
             "CREATE INDEX IF NOT EXISTS refunds_due ON refunds (settle_ms) WHERE status = 'pending';"
             "CREATE INDEX IF NOT EXISTS sessions_due ON sessions (expires_at) WHERE status = 'open';"
             "CREATE INDEX IF NOT EXISTS methods_customer ON methods (customer);",
             error) &&
         platform_database_run (database, error, "DELETE FROM answers WHERE created < ?", "i",
                                now - ANSWERS_KEPT);
}

static gpointer
read_row (const PlatformSandboxKind *kind, PlatformStatement *statement)
{
  gpointer object = g_malloc0 (kind->size);

  for (gsize i = 0; i < kind->n_members; i++)
    {
      const Member *member = &kind->members[i];

      if (member->is_text)
        G_STRUCT_MEMBER (char *, object, member->offset) = platform_statement_dup_text (statement, (int) i);
      else
        G_STRUCT_MEMBER (gint64, object, member->offset) = platform_statement_get_int (statement, (int) i);
    }

  return object;
}

static char *
make_select (const PlatformSandboxKind *kind, const char *clause)
{
  GString *sql = g_string_new ("SELECT ");

  for (gsize i = 0; i < kind->n_members; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", kind->members[i].name);
  g_string_append_printf (sql, " FROM %s %s", kind->table, clause);

  return g_string_free (sql, FALSE);
}

GPtrArray *
platform_sandbox_store_select (PlatformDatabase *database,
                               const PlatformSandboxKind *kind,
                               GError **error,
                               const char *clause,
                               const char *types,
                               ...)
{
  g_autofree char *sql = make_select (kind, clause);
  g_autoptr (PlatformStatement) statement = platform_database_prepare (database, sql, error);
  g_autoptr (GPtrArray) rows = NULL;
  PlatformStep step;
  va_list values;

  if (statement == NULL)
    return NULL;

  va_start (values, types);
  platform_statement_bind_va (statement, types, values);
  va_end (values);

  rows = g_ptr_array_new ();
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (rows, read_row (kind, statement));
  if (step == PLATFORM_STEP_ERROR)
    {
      platform_sandbox_store_free_list (kind, g_steal_pointer (&rows));
      return NULL;
    }

  return g_steal_pointer (&rows);
}

gpointer
platform_sandbox_store_load (PlatformDatabase *database,
                             const PlatformSandboxKind *kind,
                             const char *id,
                             GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  rows = platform_sandbox_store_select (database, kind, error, "WHERE id = ?", "t", id);

  return rows != NULL && rows->len == 1 ? rows->pdata[0] : NULL;
}

gboolean
platform_sandbox_store_save (PlatformDatabase *database,
                             const PlatformSandboxKind *kind,
                             gconstpointer object,
                             GError **error)
{
  g_autoptr (GString) sql = g_string_new ("INSERT INTO ");
  g_autoptr (PlatformStatement) statement = NULL;

  g_string_append_printf (sql, "%s (", kind->table);
  for (gsize i = 0; i < kind->n_members; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", kind->members[i].name);
  g_string_append (sql, ") VALUES (");
  for (gsize i = 0; i < kind->n_members; i++)
    g_string_append (sql, i > 0 ? ", ?" : "?");
  g_string_append (sql, ") ON CONFLICT (id) DO UPDATE SET ");
  for (gsize i = 1; i < kind->n_members; i++)
    g_string_append_printf (sql, "%s%s = excluded.%s", i > 1 ? ", " : "", kind->members[i].name,
                            kind->members[i].name);

  statement = platform_database_prepare (database, sql->str, error);
  if (statement == NULL)
    return FALSE;
  for (gsize i = 0; i < kind->n_members; i++)
    {
      const Member *member = &kind->members[i];

      if (member->is_text)
        platform_statement_bind_text (statement, (int) i + 1,
                                      G_STRUCT_MEMBER (char *, object, member->offset));
      else
        platform_statement_bind_int (statement, (int) i + 1,
                                     G_STRUCT_MEMBER (gint64, object, member->offset));
    }

  return platform_statement_run (statement, error);
}

void
platform_sandbox_store_free (const PlatformSandboxKind *kind, gpointer object)
{
  if (object == NULL)
    return;

  for (gsize i = 0; i < kind->n_members; i++)
    if (kind->members[i].is_text)
      g_free (G_STRUCT_MEMBER (char *, object, kind->members[i].offset));
  g_free (object);
}

void
platform_sandbox_store_free_list (const PlatformSandboxKind *kind, GPtrArray *objects)
{
  if (objects == NULL)
    return;

  for (guint i = 0; i < objects->len; i++)
    platform_sandbox_store_free (kind, objects->pdata[i]);
  g_ptr_array_unref (objects);
}

char *
platform_sandbox_store_get_setting (PlatformDatabase *database, const char *name, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement =
      platform_database_query (database, error, "SELECT value FROM settings WHERE name = ?", "t", name);
  if (statement == NULL || platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    return NULL;

  return platform_statement_dup_text (statement, 0);
}

gboolean
platform_sandbox_store_set_setting (PlatformDatabase *database,
                                    const char *name,
                                    const char *value,
                                    GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO settings (name, value) VALUES (?, ?)"
                                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                                "tt", name, value);
}

char *
platform_sandbox_store_new_id (const char *prefix)
{
  static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  char random[25];

  for (gsize i = 0; i < 24; i++)
    random[i] = alphabet[randombytes_uniform (62)];
  random[24] = '\0';

  return g_strconcat (prefix, random, NULL);
}
