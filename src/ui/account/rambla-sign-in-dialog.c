/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-sign-in-dialog.h"

#include <glib/gi18n-lib.h>

#include "rambla-code-grant.h"
#include "rambla-device-grant.h"
#include "rambla-oauth-discovery.h"
#include "rambla-oauth-error.h"
#include "rambla-qr.h"

struct _RamblaSignInDialog
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkLabel *start_title;
  GtkWidget *browser_button;
  GtkSpinner *spinner;
  GtkLabel *busy_words;
  GtkLabel *browser_words;
  GtkEntry *link;
  AdwBin *qr_place;
  RamblaQr *qr;
  GtkLabel *device_uri;
  GtkLabel *device_code;
  GtkLabel *device_left;
  GtkImage *ended_icon;
  GtkLabel *ended_title;
  GtkLabel *ended_words;
  GtkWidget *ended_button;

  RamblaClient *client;
  GCancellable *cancellable; /* of the way that is being gone; each has its own */
  RamblaCodeGrant *code_grant;
  RamblaDeviceGrant *device_grant;
  gboolean by_device;
  guint clock_source;
};

G_DEFINE_FINAL_TYPE (RamblaSignInDialog, rambla_sign_in_dialog, ADW_TYPE_WINDOW)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show (RamblaSignInDialog *self, const char *page)
{
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "busy"));
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
show_busy (RamblaSignInDialog *self, const char *words)
{
  gtk_label_set_label (self->busy_words, words);
  show (self, "busy");
}

/* Gives up the way that is being gone, and begins another one. */
static void
begin (RamblaSignInDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_object (&self->code_grant);
  if (self->device_grant != NULL)
    g_signal_handlers_disconnect_by_data (self->device_grant, self);
  g_clear_object (&self->device_grant);
}

/* --- how it ended --- */

static void
show_ended (RamblaSignInDialog *self, const GError *error)
{
  g_autofree char *words = rambla_oauth_error_describe (error);
  const char *title = _ ("That did not work");
  const char *icon = "dialog-warning-symbolic";

  if (g_error_matches (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_DENIED))
    {
      title = _ ("Not signed in");
      icon = "action-unavailable-symbolic";
    }
  else if (g_error_matches (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_EXPIRED))
    {
      title = _ ("The time ran out");
      icon = "alarm-symbolic";
    }
  else if (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE))
    {
      title = _ ("No connection");
      icon = "network-offline-symbolic";
    }
  g_clear_handle_id (&self->clock_source, g_source_remove);
  gtk_image_set_from_icon_name (self->ended_icon, icon);
  gtk_label_set_label (self->ended_title, title);
  gtk_label_set_label (self->ended_words, words);
  show (self, "ended");
  gtk_widget_grab_focus (self->ended_button);
}

static void
on_take_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!rambla_session_take_finish (RAMBLA_SESSION (source), result, &error))
    return;
  g_signal_emit (self, signals[DONE], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* Takes @tokens and @error over, one of which is %NULL. */
static void
end (RamblaSignInDialog *self, RamblaTokens *tokens, GError *error)
{
  g_autoptr (RamblaTokens) taken = tokens;
  g_autoptr (GError) failure = error;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (failure != NULL)
    {
      g_message ("Signing in: %s", failure->message);
      show_ended (self, failure);
      return;
    }
  show_busy (self, _ ("Signing in…"));
  /* Whoever said yes in the browser comes back to this window, not to look for it. */
  gtk_window_present (GTK_WINDOW (self));
  rambla_session_take_async (rambla_client_get_session (self->client), taken, NULL, on_take_ready,
                             g_object_ref (self));
}

/* --- in the browser here --- */

static void
on_code_grant_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSignInDialog) self = user_data;
  GError *error = NULL;
  RamblaTokens *tokens = rambla_code_grant_run_finish (RAMBLA_CODE_GRANT (source), result, &error);

  end (self, tokens, error);
}

static void
on_show_uri_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_message ("No browser was opened: %s", error->message);
  gtk_label_set_label (self->browser_words,
                       _ ("No browser could be opened. Copy this link into one on this computer; this window "
                          "waits for you."));
}

static void
open_browser (RamblaSignInDialog *self)
{
  gtk_label_set_label (self->browser_words,
                       _ ("The platform's page is open there. Sign in, say yes, and come back; this window "
                          "waits for you."));
  gtk_show_uri_full (GTK_WINDOW (self), rambla_code_grant_get_url (self->code_grant), GDK_CURRENT_TIME,
                     self->cancellable, on_show_uri_ready, g_object_ref (self));
}

static void
go_by_browser (RamblaSignInDialog *self, const RamblaOauthMetadata *metadata)
{
  g_autoptr (GError) error = NULL;

  self->code_grant = rambla_code_grant_new (rambla_client_get_soup (self->client), metadata,
                                            rambla_client_get_role (self->client), &error);
  if (self->code_grant == NULL)
    {
      show_ended (self, error);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->link), rambla_code_grant_get_url (self->code_grant));
  show (self, "browser");
  rambla_code_grant_run_async (self->code_grant, self->cancellable, on_code_grant_ready, g_object_ref (self));
  open_browser (self);
}

static void
on_again_clicked (RamblaSignInDialog *self)
{
  open_browser (self);
}

static void
on_copy_clicked (RamblaSignInDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_editable_get_text (GTK_EDITABLE (self->link)));
}

/* --- with another device --- */

static gboolean
on_tick (gpointer user_data)
{
  RamblaSignInDialog *self = user_data;
  gint64 left = rambla_device_grant_get_expires_at (self->device_grant) - g_get_monotonic_time ();
  int seconds = (int) (MAX (left, 0) / G_USEC_PER_SEC);
  /* Translators: minutes and seconds */
  g_autofree char *words = g_strdup_printf (_ ("Good for %d:%02d more"), seconds / 60, seconds % 60);

  gtk_label_set_label (self->device_left, words);
  return G_SOURCE_CONTINUE;
}

/* Read out, letters are better apart. */
static void
name_code (RamblaSignInDialog *self, const char *code)
{
  GString *apart = g_string_new (NULL);

  for (const char *c = code; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (apart->len > 0)
        g_string_append_c (apart, ' ');
      g_string_append_unichar (apart, g_utf8_get_char (c));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->device_code), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  apart->str, -1);
  g_string_free (apart, TRUE);
}

static void
on_code_known (RamblaSignInDialog *self)
{
  const char *complete = rambla_device_grant_get_complete_uri (self->device_grant);
  const char *uri = rambla_device_grant_get_uri (self->device_grant);
  const char *code = rambla_device_grant_get_user_code (self->device_grant);

  rambla_qr_set_text (self->qr, complete != NULL ? complete : uri);
  gtk_label_set_label (self->device_uri, uri);
  gtk_label_set_label (self->device_code, code);
  name_code (self, code);
  on_tick (self);
  self->clock_source = g_timeout_add_seconds (1, on_tick, self);
  show (self, "device");
}

static void
on_device_grant_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSignInDialog) self = user_data;
  GError *error = NULL;
  RamblaTokens *tokens = rambla_device_grant_run_finish (RAMBLA_DEVICE_GRANT (source), result, &error);

  end (self, tokens, error);
}

static void
go_by_device (RamblaSignInDialog *self, const RamblaOauthMetadata *metadata)
{
  self->device_grant = rambla_device_grant_new (rambla_client_get_soup (self->client), metadata,
                                                rambla_client_get_role (self->client));
  g_signal_connect_swapped (self->device_grant, "code-known", G_CALLBACK (on_code_known), self);
  rambla_device_grant_run_async (self->device_grant, self->cancellable, on_device_grant_ready,
                                 g_object_ref (self));
}

/* --- which way --- */

static void
on_discover_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaOauthMetadata) metadata =
      rambla_oauth_discover_finish (SOUP_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (metadata == NULL)
    {
      g_message ("Looking how to sign in: %s", error->message);
      show_ended (self, error);
    }
  else if (self->by_device)
    go_by_device (self, metadata);
  else
    go_by_browser (self, metadata);
}

static void
go (RamblaSignInDialog *self)
{
  begin (self);
  show_busy (self, _ ("Asking the platform…"));
  rambla_oauth_discover_async (rambla_client_get_soup (self->client),
                               rambla_client_get_base_url (self->client), self->cancellable,
                               on_discover_ready, g_object_ref (self));
}

static void
on_browser_clicked (RamblaSignInDialog *self)
{
  self->by_device = FALSE;
  go (self);
}

static void
on_device_clicked (RamblaSignInDialog *self)
{
  self->by_device = TRUE;
  go (self);
}

static void
on_try_again_clicked (RamblaSignInDialog *self)
{
  begin (self);
  show (self, "start");
  gtk_widget_grab_focus (self->browser_button);
}

/* --- the object --- */

static void
rambla_sign_in_dialog_dispose (GObject *object)
{
  RamblaSignInDialog *self = RAMBLA_SIGN_IN_DIALOG (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->device_grant != NULL)
    g_signal_handlers_disconnect_by_data (self->device_grant, self);
  g_clear_object (&self->device_grant);
  g_clear_object (&self->code_grant);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (rambla_sign_in_dialog_parent_class)->dispose (object);
}

static gboolean
rambla_sign_in_dialog_close_request (GtkWindow *window)
{
  /* Callbacks under way hold the dialog; giving up lets them go. */
  g_cancellable_cancel (RAMBLA_SIGN_IN_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (rambla_sign_in_dialog_parent_class)->close_request (window);
}

static void
rambla_sign_in_dialog_class_init (RamblaSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rambla_sign_in_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = rambla_sign_in_dialog_close_request;
  signals[DONE] = g_signal_new ("done", RAMBLA_TYPE_SIGN_IN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rambla/Rambla/ui/rambla-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, start_title);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, browser_button);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, busy_words);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, browser_words);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, link);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, qr_place);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, device_uri);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, device_code);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, device_left);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, ended_icon);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, ended_title);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, ended_words);
  gtk_widget_class_bind_template_child (widget_class, RamblaSignInDialog, ended_button);
  gtk_widget_class_bind_template_callback (widget_class, on_browser_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_device_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again_clicked);
}

static void
rambla_sign_in_dialog_init (RamblaSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->qr = RAMBLA_QR (rambla_qr_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->qr), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("QR code of the sign-in page"), -1);
  adw_bin_set_child (self->qr_place, GTK_WIDGET (self->qr));
}

GtkWidget *
rambla_sign_in_dialog_new (GtkWindow *parent, RamblaClient *client)
{
  RamblaSignInDialog *self = g_object_new (RAMBLA_TYPE_SIGN_IN_DIALOG, "transient-for", parent, NULL);
  RamblaCard *card = rambla_client_get_card (client);
  /* Translators: name of a platform */
  g_autofree char *title =
      card != NULL ? g_strdup_printf (_ ("Sign in to %s"), rambla_card_get_name (card)) : NULL;

  self->client = g_object_ref (client);
  gtk_label_set_label (self->start_title, title != NULL ? title : _ ("Sign in"));
  gtk_widget_grab_focus (self->browser_button);
  return GTK_WIDGET (self);
}
