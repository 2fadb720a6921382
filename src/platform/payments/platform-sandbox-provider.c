/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-provider.h"

#include <sodium.h>
#include <string.h>

#include "platform-sandbox-private.h"

#define DATABASE_NAME "sandbox-provider.db"
#define GRACE_MS 2000

/* What the first start makes, and every later one finds. */
typedef struct
{
  PlatformSandboxProvider *provider;
  gint64 now;
} Setup;

static gboolean
take_setting (PlatformDatabase *database, const char *name, const char *prefix, char **value, GError **error)
{
  GError *cause = NULL;

  *value = platform_sandbox_store_get_setting (database, name, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (*value != NULL)
    return TRUE;

  *value = platform_sandbox_store_new_id (prefix);
  return platform_sandbox_store_set_setting (database, name, *value, error);
}

static gboolean
save_sample (PlatformDatabase *database, gint64 now, GError **error)
{
  PlatformSandboxCustomer customer = { 0 };
  PlatformSandboxMethod method = { 0 };

  customer.id = (char *) PLATFORM_SANDBOX_CUSTOMER;
  customer.created = now;
  customer.email = (char *) "consumer@example.org";
  customer.metadata = (char *) "{}";
  method.id = (char *) PLATFORM_SANDBOX_CARD;
  method.created = now;
  method.customer = (char *) PLATFORM_SANDBOX_CUSTOMER;
  method.number = (char *) "4242424242424242";
  method.exp_month = 12;
  method.exp_year = 2034;

  return platform_sandbox_store_save (database, &platform_sandbox_customers, &customer, error) &&
         platform_sandbox_store_save (database, &platform_sandbox_methods, &method, error);
}

static gboolean
setup_job (PlatformDatabase *database, gpointer data, GError **error)
{
  Setup *setup = data;
  PlatformSandboxProvider *provider = setup->provider;

  return platform_sandbox_store_create (database, setup->now, error) &&
         take_setting (database, "secret_key", "sk_test_", &provider->secret_key, error) &&
         take_setting (database, "webhook_secret", "whsec_", &provider->webhook_secret, error) &&
         take_setting (database, "page_key", "", &provider->page_key, error) &&
         save_sample (database, setup->now, error);
}

static gboolean
open_database (PlatformSandboxProvider *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DATABASE_NAME, NULL);
  PlatformDatabase *database = platform_database_open (path, PLATFORM_DATABASE_WRITE, error);
  Setup setup = { self, g_get_real_time () / G_USEC_PER_SEC };

  if (database == NULL)
    return FALSE;

  self->writer = platform_writer_new (database, 0);
  if (!platform_writer_run (self->writer, setup_job, &setup, error))
    return FALSE;
  self->readers = platform_database_pool_new (path);

  return TRUE;
}

static gboolean
start_server (PlatformSandboxProvider *self, const char *listen, GError **error)
{
  PlatformServerOptions options = { 0 };

  options.listen = listen != NULL ? listen : "127.0.0.1:0";
  options.n_threads = 1;
  self->server = platform_server_new (&options, error);
  if (self->server == NULL)
    return FALSE;

  self->uri = g_strdup (platform_server_get_uri (self->server));
  self->router = platform_router_new ();
  platform_sandbox_api_add (self);
  platform_sandbox_pages_add (self);

  return platform_server_start (self->server, self->router, error);
}

PlatformSandboxProvider *
platform_sandbox_provider_new (const PlatformSandboxOptions *options, GError **error)
{
  g_autoptr (PlatformSandboxProvider) self = NULL;

  g_return_val_if_fail (options != NULL && options->data_directory != NULL, NULL);

  self = g_new0 (PlatformSandboxProvider, 1);
  g_mutex_init (&self->lock);
  self->routes = g_ptr_array_new_with_free_func (g_free);
  self->webhook_url = g_strdup (options->webhook_url);
  self->processing_ms = options->processing_ms != 0 ? options->processing_ms : 4000;
  self->retry_ms = options->retry_ms != 0 ? options->retry_ms : 500;
  if (!open_database (self, options->data_directory, error))
    return NULL;

  self->courier = platform_sandbox_courier_new (self);
  if (!start_server (self, options->listen, error))
    return NULL;
  platform_sandbox_courier_wake (self->courier);

  return g_steal_pointer (&self);
}

void
platform_sandbox_provider_free (PlatformSandboxProvider *self)
{
  if (self == NULL)
    return;

  /* First nobody asks, then nobody sends, then what waits is written. */
  if (self->server != NULL)
    platform_server_stop (self->server, GRACE_MS);
  if (self->courier != NULL)
    platform_sandbox_courier_stop (self->courier);
  g_clear_pointer (&self->writer, platform_writer_free);
  g_clear_pointer (&self->courier, platform_sandbox_courier_free);
  g_clear_pointer (&self->readers, platform_database_pool_free);
  g_clear_pointer (&self->server, platform_server_free);
  g_clear_pointer (&self->router, platform_router_free);
  g_ptr_array_unref (self->routes);
  g_mutex_clear (&self->lock);
  g_free (self->uri);
  g_free (self->secret_key);
  g_free (self->webhook_url);
  g_free (self->webhook_secret);
  g_free (self->page_key);
  g_free (self);
}

const char *
platform_sandbox_provider_get_uri (PlatformSandboxProvider *self)
{
  return self->uri;
}

const char *
platform_sandbox_provider_get_secret_key (PlatformSandboxProvider *self)
{
  return self->secret_key;
}

const char *
platform_sandbox_provider_get_webhook_secret (PlatformSandboxProvider *self)
{
  return self->webhook_secret;
}
