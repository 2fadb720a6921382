/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-use-check.h"

#include <glib/gi18n-lib.h>

#include "rambla-language.h"
#include "rambla-place-time.h"
#include "rambla-section.h"

#define DAY_SECONDS 86400
#define TIMES_OF_DAY 48

struct _RamblaUseCheck
{
  AdwBin parent_instance;

  GtkMenuButton *day_button;
  GtkCalendar *calendar;
  GtkDropDown *time;
  GtkImage *icon;
  GtkLabel *answer;

  RamblaDeal *deal;
  RamblaStore *store;
  GTimeZone *zone;
};

G_DEFINE_FINAL_TYPE (RamblaUseCheck, rambla_use_check, ADW_TYPE_BIN)

static GDateTime *
get_when (RamblaUseCheck *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  guint half_hours = gtk_drop_down_get_selected (self->time);

  return g_date_time_new (self->zone, g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day), (int) half_hours / 2,
                          half_hours % 2 != 0 ? 30 : 0, 0);
}

/* A voucher that is bought now can be used from now on, for so many days. */
static RamblaRules
get_rules (RamblaUseCheck *self)
{
  RamblaRules rules = RAMBLA_RULES_INIT;
  int days = rambla_deal_get_use_within_days (self->deal);

  if (rambla_deal_get_rules (self->deal) != NULL)
    rules = *rambla_deal_get_rules (self->deal);
  if (days > 0)
    rules.valid_until = g_get_real_time () / G_USEC_PER_SEC + (gint64) days * DAY_SECONDS;
  return rules;
}

static char *
describe_yes (RamblaUseCheck *self, GDateTime *when)
{
  g_autofree char *time = rambla_place_time_format (when);

  if (self->store == NULL || rambla_store_get_schedule (self->store) == NULL)
    /* Translators: a day and a time */
    return g_strdup_printf (_ ("Yes, %s works. The opening hours are not known: better ask."), time);
  /* Translators: a day and a time, the name of a place */
  return g_strdup_printf (_ ("Yes, %s works at %s."), time, rambla_store_get_name (self->store));
}

static void
update (RamblaUseCheck *self)
{
  RamblaRules rules = get_rules (self);
  RamblaRulesContext context = { .schedule =
                                     self->store != NULL ? rambla_store_get_schedule (self->store) : NULL,
                                 .holidays = rambla_deal_get_holidays (self->deal) };
  g_autoptr (GDateTime) when = get_when (self);
  g_autoptr (GDateTime) next = NULL;
  g_autofree char *day = NULL;
  g_autofree char *sentence = NULL;
  RamblaRuleVerdict verdict;

  if (when == NULL)
    return;
  day = rambla_place_time_format_day (when);
  gtk_menu_button_set_label (self->day_button, day);
  verdict = rambla_rules_check (&rules, &context, when, &next);
  sentence = verdict == RAMBLA_RULE_OK
                 ? describe_yes (self, when)
                 : rambla_rule_verdict_describe (verdict, next,
                                                 rambla_language_to_tag (rambla_language_from_locale ()));
  gtk_label_set_label (self->answer, sentence);
  gtk_image_set_from_icon_name (self->icon, verdict == RAMBLA_RULE_OK       ? "rambla-check-circle-symbolic"
                                            : verdict == RAMBLA_RULE_CLOSED ? "rambla-clock-symbolic"
                                                                            : "rambla-cross-circle-symbolic");
}

static void
on_day_selected (RamblaUseCheck *self)
{
  gtk_menu_button_popdown (self->day_button);
  update (self);
}

void
rambla_use_check_set_store (RamblaUseCheck *self, RamblaStore *store)
{
  g_return_if_fail (RAMBLA_IS_USE_CHECK (self));

  if (g_set_object (&self->store, store))
    update (self);
}

static void
rambla_use_check_dispose (GObject *object)
{
  RamblaUseCheck *self = RAMBLA_USE_CHECK (object);

  g_clear_object (&self->deal);
  g_clear_object (&self->store);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_use_check_parent_class)->dispose (object);
}

static void
rambla_use_check_class_init (RamblaUseCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_use_check_dispose;
}

static GtkWidget *
new_times (void)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < TIMES_OF_DAY; i++)
    g_ptr_array_add (texts, g_strdup_printf ("%02d:%02d", i / 2, i % 2 * 30));
  g_ptr_array_add (texts, NULL);
  return gtk_drop_down_new_from_strings ((const char *const *) texts->pdata);
}

static void
rambla_use_check_init (RamblaUseCheck *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *answer_line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *popover = gtk_popover_new ();

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
  self->day_button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_popover (self->day_button, popover);
  gtk_widget_add_css_class (GTK_WIDGET (self->day_button), "tabular");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->day_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Day"),
                                  -1);
  self->time = GTK_DROP_DOWN (new_times ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->time), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Time"), -1);
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->icon), GTK_ALIGN_START);
  self->answer = GTK_LABEL (rambla_text_new (NULL, NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->answer), TRUE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->day_button));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->time));
  gtk_box_append (GTK_BOX (answer_line), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (answer_line), GTK_WIDGET (self->answer));
  gtk_box_append (GTK_BOX (box), rambla_text_new (_ ("Can I use it on …?"), "heading"));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), answer_line);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_use_check_new (RamblaDeal *deal, GTimeZone *zone)
{
  RamblaUseCheck *self = g_object_new (RAMBLA_TYPE_USE_CHECK, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);

  self->deal = g_object_ref (deal);
  self->zone = g_time_zone_ref (zone);
  gtk_calendar_select_day (self->calendar, now);
  gtk_drop_down_set_selected (
      self->time, (guint) (g_date_time_get_hour (now) * 2 + (g_date_time_get_minute (now) >= 30 ? 1 : 0)));
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (on_day_selected), self);
  g_signal_connect_swapped (self->time, "notify::selected", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
