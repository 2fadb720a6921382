/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-answer.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-counter-judge.h"
#include "rambla-json.h"

struct _RamblaCounterAnswer
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *reason;
  GtkLabel *detail;
};

G_DEFINE_FINAL_TYPE (RamblaCounterAnswer, rambla_counter_answer, ADW_TYPE_BIN)

/* What the counter says to a refusal; the platform's own sentence is the detail. */
static const struct
{
  const char *code;
  const char *reason;
} refusals[] = {
  { "already_redeemed", N_ ("Already used") },
  { "wrong_merchant", N_ ("For another shop") },
  { "wrong_branch", N_ ("For another branch") },
  { "wrong_day", N_ ("Not valid today") },
  { "wrong_time", N_ ("Not valid at this time") },
  { "expired", N_ ("Expired") },
  { "not_yet_valid", N_ ("Not valid yet") },
  { "refunded", N_ ("Refunded") },
  { "revoked", N_ ("Replaced by a newer voucher") },
  { "unknown_voucher", N_ ("Unknown code") },
  { "forged", N_ ("Forged: do not accept it") },
  { "binding_required", N_ ("A copy: ask for the live QR code") },
  { "binding_stale", N_ ("A screenshot: ask for the live QR code") },
};

static void
set_answer (RamblaCounterAnswer *self,
            const char *style,
            const char *icon_name,
            const char *title,
            const char *reason,
            const char *detail)
{
  g_autofree char *spoken =
      g_strjoin (". ", title, reason != NULL ? reason : "", detail != NULL ? detail : "", NULL);

  for (const char *const *other = (const char *const[]){ "accepted", "refused", "waiting", NULL };
       *other != NULL; other++)
    gtk_widget_remove_css_class (GTK_WIDGET (self), *other);
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), style);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  gtk_label_set_label (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
rambla_counter_answer_show_ready (RamblaCounterAnswer *self)
{
  g_return_if_fail (RAMBLA_IS_COUNTER_ANSWER (self));

  set_answer (self, NULL, "rambla-scan-symbolic", _ ("Ready"), _ ("Scan a voucher or type its code"), NULL);
}

void
rambla_counter_answer_show_checking (RamblaCounterAnswer *self)
{
  g_return_if_fail (RAMBLA_IS_COUNTER_ANSWER (self));

  set_answer (self, NULL, "rambla-hourglass-symbolic", _ ("Checking…"), NULL, NULL);
}

void
rambla_counter_answer_show_accepted (RamblaCounterAnswer *self, RamblaRedemption *redemption)
{
  g_autofree char *detail = NULL;
  int quantity;

  g_return_if_fail (RAMBLA_IS_COUNTER_ANSWER (self));

  quantity = rambla_redemption_get_quantity (redemption);
  detail =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d unit", "%d units", (gulong) quantity), quantity);
  set_answer (self, "accepted", "rambla-check-circle-symbolic", _ ("Accepted"),
              rambla_deal_get_title (rambla_redemption_get_deal (redemption)), detail);
}

void
rambla_counter_answer_show_waiting (RamblaCounterAnswer *self, const RamblaCounterScan *scan)
{
  g_return_if_fail (RAMBLA_IS_COUNTER_ANSWER (self));

  set_answer (self, "waiting", "rambla-check-circle-symbolic", _ ("Accepted offline"), scan->title,
              _ ("Waiting to be handed in. It is kept on this machine."));
}

void
rambla_counter_answer_show_undone (RamblaCounterAnswer *self, RamblaRedemption *redemption)
{
  g_return_if_fail (RAMBLA_IS_COUNTER_ANSWER (self));

  set_answer (self, NULL, "edit-undo-symbolic", C_ ("use of a voucher", "Taken back"),
              rambla_deal_get_title (rambla_redemption_get_deal (redemption)),
              _ ("The voucher can be used again."));
}

/* "Used on 21 Nov at 14:02, at Pasta Nostra" when the platform says so. */
static char *
describe_use (const GError *error, GTimeZone *timezone)
{
  JsonObject *document = rambla_api_error_get_document (error);
  JsonObject *store = NULL;
  const char *name = NULL;
  gint64 redeemed_at;
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *when = NULL;

  if (document == NULL || !rambla_json_get_time (document, "redeemed_at", &redeemed_at, NULL))
    return NULL;
  utc = g_date_time_new_from_unix_utc (redeemed_at / G_USEC_PER_SEC);
  local = g_date_time_to_timezone (utc, timezone);
  when = g_date_time_format (local, "%x %H:%M");
  if (rambla_json_get_object_or_null (document, "store", &store, NULL) && store != NULL &&
      rambla_json_get_string (store, "name", 300, &name, NULL))
    /* Translators: a date and time; name of a shop */
    return g_strdup_printf (_ ("Used on %s at %s"), when, name);
  return g_strdup_printf (_ ("Used on %s"), when);
}

void
rambla_counter_answer_show_error (RamblaCounterAnswer *self, const GError *error, GTimeZone *timezone)
{
  const char *problem = rambla_api_error_get_problem (error);
  g_autofree char *sentence = rambla_api_error_describe (error);
  g_autofree char *use = NULL;

  g_return_if_fail (RAMBLA_IS_COUNTER_ANSWER (self));

  if (error->domain == RAMBLA_COUNTER_ERROR)
    {
      set_answer (self, "waiting", "rambla-offline-symbolic",
                  error->code == RAMBLA_COUNTER_ERROR_STORAGE ? _ ("Not accepted") : _ ("Not checked"),
                  error->message, _ ("The platform is not reached. Nothing was taken; try it again later."));
      return;
    }
  if (rambla_api_error_is_transient (error) || problem == NULL)
    {
      set_answer (self, "waiting", "rambla-offline-symbolic", _ ("Not checked"), sentence,
                  _ ("Try it again; nothing can be taken twice."));
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (refusals[i].code, problem))
      {
        use = describe_use (error, timezone);
        set_answer (self, "refused", "rambla-cross-circle-symbolic", _ ("Refused"), _ (refusals[i].reason),
                    use != NULL ? use : error->message);
        return;
      }
  set_answer (self, "refused", "rambla-cross-circle-symbolic", _ ("Refused"), sentence, NULL);
}

static void
rambla_counter_answer_class_init (RamblaCounterAnswerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rambla/Rambla/ui/rambla-counter-answer.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterAnswer, icon);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterAnswer, title);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterAnswer, reason);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterAnswer, detail);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
rambla_counter_answer_init (RamblaCounterAnswer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  rambla_counter_answer_show_ready (self);
}

GtkWidget *
rambla_counter_answer_new (void)
{
  return g_object_new (RAMBLA_TYPE_COUNTER_ANSWER, NULL);
}
