/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "rambla-json-writer.h"
#include "rambla-problem.h"
#include "rambla-schedule.h"

G_BEGIN_DECLS

#define RAMBLA_WEEKDAYS_ALL 0x7f
#define RAMBLA_RULES_MAX_PER_VISIT 1000

/**
 * RamblaRules:
 * @weekdays: bit 0 = Monday … bit 6 = Sunday
 * @from: first minute of the day, or -1 for the place's opening hours
 * @to: minute after the last, up to 1440; not above @from means that the window crosses midnight; -1 with
 * @from
 * @holidays: good on public holidays too
 * @booking_required: the place must be told before
 * @max_per_visit: units in one visit; 0 = no limit
 * @adults_only: for people of age
 * @valid_from: first good second (Unix time); G_MININT64 = no limit
 * @valid_until: first second that is too late (Unix time); G_MAXINT64 = no limit
 *
 * When and how something bought may be used. A value: nothing to free. One engine for the deal's page, for
 * checkout and for the counter. As a property it is boxed (RAMBLA_TYPE_RULES).
 */
typedef struct
{
  guint8 weekdays;
  gint16 from;
  gint16 to;
  gboolean holidays;
  gboolean booking_required;
  int max_per_visit;
  gboolean adults_only;
  gint64 valid_from;
  gint64 valid_until;
} RamblaRules;

#define RAMBLA_TYPE_RULES (rambla_rules_get_type ())
GType rambla_rules_get_type (void) G_GNUC_CONST;

/* Rules that allow everything. */
#define RAMBLA_RULES_INIT                                                                                    \
  {                                                                                                          \
    .weekdays = RAMBLA_WEEKDAYS_ALL, .from = -1, .to = -1, .holidays = TRUE, .booking_required = FALSE,      \
    .max_per_visit = 0, .adults_only = FALSE, .valid_from = G_MININT64, .valid_until = G_MAXINT64            \
  }

/* What is known of where and what; every pointer may be NULL and is only read. */
typedef struct
{
  const RamblaSchedule *schedule; /* of the branch; NULL: unknown, then CLOSED is never answered */
  const RamblaHolidays *holidays; /* of the city; NULL: none */
  const char *const *branches;    /* NULL-terminated ids at which it is good; NULL: at all */
  const char *branch;             /* the id of the branch asked about; NULL: do not check */
  int quantity;                   /* units wanted in this visit; 0: do not check */
} RamblaRulesContext;

typedef enum
{
  RAMBLA_RULE_OK,
  RAMBLA_RULE_WRONG_BRANCH,
  RAMBLA_RULE_EXPIRED,
  RAMBLA_RULE_NOT_YET_VALID,
  RAMBLA_RULE_HOLIDAY,
  RAMBLA_RULE_WRONG_DAY,
  RAMBLA_RULE_WRONG_TIME,
  RAMBLA_RULE_TOO_MANY, /* more than max_per_visit */
  RAMBLA_RULE_CLOSED,   /* a warning: the rules allow it, but by its hours the place is closed */
} RamblaRuleVerdict;

#define RAMBLA_N_RULE_VERDICTS (RAMBLA_RULE_CLOSED + 1)

/* May it be used at @when (in the place's time zone) there? The first reason in the order of the enum counts.
 * A window that crosses midnight belongs to the day on which it began: "Friday 22:00 to 02:00" is good on
 * Saturday 01:00. Without a window of its own an offer is good on a day until the place closes, so past
 * midnight too, if the opening hours say so.
 * @context: (nullable)
 * @next: (out) (optional) (nullable) (transfer full): the next instant, in @when's zone, at which the answer
 * would be OK (also open, where the hours are known); NULL when it is OK now or will not be within 400 days.
 */
RamblaRuleVerdict rambla_rules_check (const RamblaRules *rules,
                                      const RamblaRulesContext *context,
                                      GDateTime *when,
                                      GDateTime **next);

/* TRUE for everything but OK and CLOSED. */
gboolean rambla_rule_verdict_is_refusal (RamblaRuleVerdict verdict);
/* The problem code of a refusal: wrong_branch, expired, not_yet_valid, wrong_day (holidays too), wrong_time,
 * limit_reached. RAMBLA_PROBLEM_NONE for OK and CLOSED. */
RamblaProblemCode rambla_rule_verdict_to_problem (RamblaRuleVerdict verdict);
/* "wrong_day", stable, for logs and JSON. */
const char *rambla_rule_verdict_to_string (RamblaRuleVerdict verdict);
/* One plain sentence for people: "Not valid on this day of the week. Valid Mon 23 Nov, 11:00."
 * @next: (nullable). Returns: (transfer full) */
char *rambla_rule_verdict_describe (RamblaRuleVerdict verdict, GDateTime *next, const char *language);

/* The rules in plain sentences: "Valid Monday to Thursday", "From 11:00 to 16:00", "Not on public holidays",
 * "Booking required", "At most 2 per visit", "Adults only (18+)". The validity window is not in it.
 * @language: "es", "en", "zh-CN" or any tag or locale name. Returns: (transfer full): NULL-terminated, never
 * empty. */
char **rambla_rules_describe (const RamblaRules *rules, const char *language);

/* The city folder's and the contract's form: {"weekdays": [1,2,3,4], "from": "11:00", "to": "16:00",
 * "holidays": false, "booking_required": true, "max_per_visit": 2, "adults_only": true}; what is absent is
 * free. Unknown members are an error when
 * @strict. Does not touch valid_from and valid_until: they become unlimited. FALSE + RAMBLA_JSON_ERROR. */
gboolean rambla_rules_from_json (JsonNode *node, gboolean strict, RamblaRules *out, GError **error);
/* As an object; only what restricts is written. With @language (nullable) also "text", the sentences. */
void rambla_rules_write (const RamblaRules *rules, RamblaJsonWriter *writer, const char *language);

/* TRUE when every field is in its range; what rambla_rules_from_json() gives always is. */
gboolean rambla_rules_is_valid (const RamblaRules *rules);
RamblaRules *rambla_rules_copy (const RamblaRules *rules);
gboolean rambla_rules_equal (const RamblaRules *a, const RamblaRules *b);

G_END_DECLS
