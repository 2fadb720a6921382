/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-account-command.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "platform-account-storage.h"
#include "platform-auth.h"
#include "platform-data-directory.h"
#include "platform-migrations.h"
#include "platform-secret.h"
#include "rambla-id.h"

#define MIN_PASSWORD 8
#define MAX_PASSWORD 1024

typedef struct
{
  char *data;
  char *email;
  char *name;
  char *scope;
  char **merchants;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_free (self->data);
  g_free (self->email);
  g_free (self->name);
  g_free (self->scope);
  g_strfreev (self->merchants);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static gboolean
check_arguments (const Arguments *self, GError **error)
{
  static const char *const scopes[] = { PLATFORM_SCOPE_CONSUMER, PLATFORM_SCOPE_MERCHANT,
                                        PLATFORM_SCOPE_KIOSK, PLATFORM_SCOPE_OPERATOR, NULL };
  const char *at = self->email != NULL ? strchr (self->email, '@') : NULL;

  if (self->data == NULL || self->email == NULL || self->scope == NULL)
    return fail (error, "account takes --data DIR, --email ADDRESS and --scope SCOPE");
  if (at == NULL || at == self->email || at[1] == '\0' || strlen (self->email) > 254)
    return fail (error, "--email is no address");
  if (!g_strv_contains (scopes, self->scope))
    return fail (error, "--scope is consumer, merchant, kiosk or operator");
  if (self->merchants != NULL && !g_str_equal (self->scope, PLATFORM_SCOPE_MERCHANT))
    return fail (error, "--merchant goes with --scope merchant only");
  return TRUE;
}

/* The first line, so that it stands in no list of processes and no shell's history. */
static char *
read_password (GError **error)
{
  char line[MAX_PASSWORD + 2];
  char *password;

  if (fgets (line, sizeof line, stdin) == NULL)
    line[0] = '\0';
  line[strcspn (line, "\r\n")] = '\0';
  password = g_strdup (line);
  sodium_memzero (line, sizeof line);
  if (g_utf8_validate (password, -1, NULL) && g_utf8_strlen (password, -1) >= MIN_PASSWORD)
    return password;
  sodium_memzero (password, strlen (password));
  g_free (password);
  fail (error,
        "the first line of standard input must be the new account's password, of 8 characters or more");
  return NULL;
}

/* Returns: (transfer full): the new account's id */
static char *
insert (PlatformDatabase *database, const Arguments *arguments, const char *hash, GError **error)
{
  PlatformAccount account = { .email = arguments->email,
                              .name = arguments->name,
                              .scopes = arguments->scope,
                              .password_hash = (char *) hash,
                              .created_at = g_get_real_time () / G_USEC_PER_SEC };
  g_autofree char *id = rambla_id_new ("acc_");

  account.id = id;
  return platform_account_storage_insert (database, &account, error) ? g_steal_pointer (&id) : NULL;
}

static gboolean
add_merchants (PlatformDatabase *database, const char *account_id, char **merchants, GError **error)
{
  for (guint i = 0; merchants != NULL && merchants[i] != NULL; i++)
    {
      g_autofree char *merchant_id = NULL;

      if (!platform_account_storage_find_merchant (database, merchants[i], &merchant_id, error))
        return FALSE;
      if (merchant_id == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       "%s is no merchant's and no store's id", merchants[i]);
          return FALSE;
        }
      if (!platform_account_storage_add_merchant (database, account_id, merchant_id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
change (PlatformDatabase *database,
        const Arguments *arguments,
        const PlatformAccount *known,
        const char *hash,
        GError **error)
{
  g_autofree char *id = NULL;

  if (known != NULL)
    id = platform_account_storage_add_scope (database, known->id, arguments->scope, error)
             ? g_strdup (known->id)
             : NULL;
  else
    id = insert (database, arguments, hash, error);
  return id != NULL && add_merchants (database, id, arguments->merchants, error);
}

static gboolean
run (const Arguments *arguments, GError **error)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autofree char *path = platform_data_directory_build_database_path (arguments->data);
  g_autoptr (PlatformDatabase) database = NULL;
  g_autoptr (PlatformAccount) known = NULL;
  g_autofree char *hash = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CANNOT_OPEN, "%s is not there",
                   path);
      return FALSE;
    }
  if (!platform_migrations_check_file (migrations, path, error))
    return FALSE;
  database = platform_database_open (path, PLATFORM_DATABASE_WRITE, error);
  if (database == NULL || platform_account_storage_get_by_email (database, arguments->email, &known, error) ==
                              PLATFORM_STEP_ERROR)
    return FALSE;
  if (known == NULL)
    {
      g_autofree char *password = NULL;

      if (arguments->name == NULL)
        return fail (error, "there is no account with this address: a new one takes --name NAME");
      password = read_password (error);
      if (password == NULL)
        return FALSE;
      hash = platform_password_hash (password);
      sodium_memzero (password, strlen (password));
    }
  if (!platform_database_execute (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!change (database, arguments, known, hash, error))
    {
      platform_database_execute (database, "ROLLBACK", NULL);
      return FALSE;
    }
  if (!platform_database_execute (database, "COMMIT", error))
    return FALSE;
  printf ("%s is %s %s\n", arguments->email, known != NULL ? "also" : "a new account:", arguments->scope);
  return TRUE;
}

gboolean
platform_account_command_fits (int argc, char *const argv[])
{
  return argc > 1 && strcmp (argv[1], "account") == 0;
}

gboolean
platform_account_command_run (int argc, char *argv[], GError **error)
{
  Arguments arguments = { NULL };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &arguments.data, "Where the platform keeps its data", "DIR" },
    { "email", 0, 0, G_OPTION_ARG_STRING, &arguments.email, "The account's address", "ADDRESS" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &arguments.name, "A new account's name", "NAME" },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &arguments.scope, "consumer, merchant, kiosk or operator",
      "SCOPE" },
    { "merchant", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments.merchants,
      "With --scope merchant: whom it acts for; more than one may be named", "ID" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("account");
  gboolean done = FALSE;

  g_option_context_set_summary (
      context, "Gives an account a scope, also while the platform runs. An account that is not there\n"
               "is made; the first line of standard input is its password.");
  g_option_context_add_main_entries (context, entries, NULL);
  argv[1] = argv[0];
  argc--;
  argv++;
  if (g_option_context_parse (context, &argc, &argv, error))
    {
      if (argc > 1)
        fail (error, "an argument is not understood; see account --help");
      else if (sodium_init () < 0)
        g_set_error_literal (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                             "libsodium could not be started");
      else
        done = check_arguments (&arguments, error) && run (&arguments, error);
    }
  arguments_clear (&arguments);
  return done;
}
