/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include "rambla-app.h"

#include <glib/gi18n-lib.h>

#include "rambla-client.h"
#include "rambla-counter-window.h"
#include "rambla-drawing.h"
#include "rambla-operator-window.h"
#include "rambla-json.h"
#include "rambla-window.h"

#define RESOURCES "/org/rambla/Rambla"

struct _RamblaApp
{
  AdwApplication parent_instance;

  gboolean counter;
  gboolean referee; /* the operator's window */
  gboolean demo;
  char *demo_folder;
  char *platform;
  RamblaClient *client;
};

G_DEFINE_FINAL_TYPE (RamblaApp, rambla_app, ADW_TYPE_APPLICATION)

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (adw_about_window_new ());

  gtk_window_set_transient_for (GTK_WINDOW (about), parent);
  adw_about_window_set_application_name (about, "Rambla");
  adw_about_window_set_application_icon (about, APPLICATION_ID);
  adw_about_window_set_version (about, RAMBLA_VERSION);
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_comments (about, _ ("Find offers nearby, buy, walk in, show the voucher"));
  adw_about_window_add_legal_section (about, _ ("Map and places"), "© OpenStreetMap contributors",
                                      GTK_LICENSE_CUSTOM,
                                      _ ("Available under the Open Database License 1.0."));
  gtk_window_present (GTK_WINDOW (about));
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = on_quit },
  { .name = "about", .activate = on_about },
};

static RamblaClient *
new_client (RamblaApp *self)
{
  const char *role = self->counter ? "merchant" : self->referee ? "operator" : "consumer";

  if (self->platform != NULL)
    return rambla_client_new (self->platform, role);
  return rambla_client_new_demo (self->demo_folder, role);
}

static GtkWidget *
new_window (RamblaApp *self)
{
  if (self->counter)
    return rambla_counter_window_new (GTK_APPLICATION (self), self->client);
  if (self->referee)
    return rambla_operator_window_new (GTK_APPLICATION (self), self->client);
  return rambla_window_new (GTK_APPLICATION (self), self->client);
}

static void
rambla_app_activate (GApplication *application)
{
  RamblaApp *self = RAMBLA_APP (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      self->client = new_client (self);
      window = GTK_WINDOW (new_window (self));
      rambla_client_connect (self->client);
    }
  gtk_window_present (window);
}

/* Links to offers; only the buyers' window opens them. */
static void
rambla_app_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  GtkWindow *window;

  g_application_activate (application);
  window = gtk_application_get_active_window (GTK_APPLICATION (application));
  for (int i = 0; i < n_files && RAMBLA_IS_WINDOW (window); i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      gtk_widget_activate_action (GTK_WIDGET (window), "win.open-link", "s", uri);
    }
}

static void
rambla_app_startup (GApplication *application)
{
  G_APPLICATION_CLASS (rambla_app_parent_class)->startup (application);
  rambla_drawing_chosen ();

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit",
                                         (const char *[]){ "<Control>q", NULL });
  gtk_window_set_default_icon_name (APPLICATION_ID);
}

static int
rambla_app_handle_local_options (GApplication *application, GVariantDict *options)
{
  RamblaApp *self = RAMBLA_APP (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Rambla " RAMBLA_VERSION "\n");
      return 0;
    }
  if (self->platform != NULL && !rambla_url_is_acceptable (self->platform))
    {
      g_printerr (_ ("%s is not the address of a platform; it begins with https://.\n"), self->platform);
      return 2;
    }
  if (self->platform != NULL && self->demo)
    {
      g_printerr (_ ("--platform and --demo exclude each other.\n"));
      return 2;
    }
  if (self->counter && self->referee)
    {
      g_printerr (_ ("--counter and --operator exclude each other.\n"));
      return 2;
    }
  if (self->counter)
    g_application_set_application_id (application, APPLICATION_ID ".Counter");
  if (self->referee)
    g_application_set_application_id (application, APPLICATION_ID ".Operator");
  return -1;
}

static void
rambla_app_finalize (GObject *object)
{
  RamblaApp *self = RAMBLA_APP (object);

  g_clear_object (&self->client);
  g_free (self->demo_folder);
  g_free (self->platform);
  G_OBJECT_CLASS (rambla_app_parent_class)->finalize (object);
}

static void
rambla_app_class_init (RamblaAppClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rambla_app_finalize;
  application_class->activate = rambla_app_activate;
  application_class->open = rambla_app_open;
  application_class->startup = rambla_app_startup;
  application_class->handle_local_options = rambla_app_handle_local_options;
}

static void
rambla_app_init (RamblaApp *self)
{
  const GOptionEntry entries[] = {
    { "counter", 0, 0, G_OPTION_ARG_NONE, &self->counter, N_ ("The merchant's counter"), NULL },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self->demo,
      N_ ("With a private platform and the sample city; joins a running one"), NULL },
    { "demo-folder", 0, 0, G_OPTION_ARG_FILENAME, &self->demo_folder, N_ ("Where the demo keeps its data"),
      N_ ("FOLDER") },
    { "operator", 0, 0, G_OPTION_ARG_NONE, &self->referee, N_ ("The platform's complaints, for its operator"),
      NULL },
    { "platform", 0, 0, G_OPTION_ARG_STRING, &self->platform, N_ ("Address of the platform"), N_ ("URL") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Say the version"), NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

RamblaApp *
rambla_app_new (void)
{
  return g_object_new (RAMBLA_TYPE_APP, "application-id", APPLICATION_ID, "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", RESOURCES, NULL);
}
