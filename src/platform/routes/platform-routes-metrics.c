/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include "platform-routes-metrics.h"

#include <string.h>

#include "platform-ledger-storage.h"
#include "platform-stripe.h"

#define CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"
/* Figures are not worth more time of the database. */
#define DEADLINE_MS 2000

static void
begin_family (GString *out, const char *name, const char *type, const char *help)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A family with one sample. */
static void
write_one (GString *out, const char *name, const char *type, const char *help, gint64 value)
{
  begin_family (out, name, type, help);
  g_string_append_printf (out, "%s %" G_GINT64_FORMAT "\n", name, value);
}

static const char *
get_method (const PlatformRoute *route)
{
  return route != NULL ? route->method : "";
}

static const char *
get_pattern (const PlatformRoute *route)
{
  return route != NULL ? route->pattern : "";
}

static void
on_count (const PlatformRoute *route, unsigned int status, guint64 count, guint64 microseconds, gpointer data)
{
  g_string_append_printf (
      data, "rambla_requests_total{method=\"%s\",route=\"%s\",status=\"%u\"} %" G_GUINT64_FORMAT "\n",
      get_method (route), get_pattern (route), status, count);
}

static void
append_seconds (GString *out, guint64 microseconds)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (text, sizeof text, "%.6g", (double) microseconds / G_USEC_PER_SEC));
}

static void
on_duration (const PlatformRoute *route, const guint64 *classes, guint64 microseconds, gpointer data)
{
  GString *out = data;
  guint64 sum = 0;
  g_autofree char *labels =
      g_strdup_printf ("method=\"%s\",route=\"%s\"", get_method (route), get_pattern (route));

  for (guint i = 0; i <= PLATFORM_SERVER_N_DURATIONS; i++)
    {
      sum += classes[i];
      g_string_append_printf (out, "rambla_request_duration_seconds_bucket{%s,le=\"", labels);
      if (i < PLATFORM_SERVER_N_DURATIONS)
        append_seconds (out, platform_server_durations[i]);
      else
        g_string_append (out, "+Inf");
      g_string_append_printf (out, "\"} %" G_GUINT64_FORMAT "\n", sum);
    }
  g_string_append_printf (out, "rambla_request_duration_seconds_sum{%s} %" G_GUINT64_FORMAT ".%06u\n", labels,
                          microseconds / G_USEC_PER_SEC, (guint) (microseconds % G_USEC_PER_SEC));
  g_string_append_printf (out, "rambla_request_duration_seconds_count{%s} %" G_GUINT64_FORMAT "\n", labels,
                          sum);
}

static void
write_requests (GString *out, const PlatformContext *context)
{
  begin_family (out, "rambla_requests_total", "counter",
                "Requests answered; without a route: what is nowhere.");
  platform_server_foreach_count (context->server, on_count, out);
  begin_family (out, "rambla_request_duration_seconds", "histogram",
                "From the end of a request to its answer.");
  platform_server_foreach_duration (context->server, on_duration, out);
  if (context->feed != NULL)
    write_one (out, "rambla_event_streams", "gauge", "Event streams that are open.",
               platform_event_feed_count (context->feed));
  write_one (out, "rambla_connections", "gauge", "Clients connected.",
             platform_server_get_n_connections (context->server));
  begin_family (out, "rambla_rate_limited_total", "counter", "Requests refused because of their number.");
  for (guint i = 0; context->gate != NULL && i < PLATFORM_N_LIMITS; i++)
    g_string_append_printf (out, "rambla_rate_limited_total{limit=\"%s\"} %" G_GUINT64_FORMAT "\n",
                            platform_limits_get_name (i), platform_limit_gate_get_refused (context->gate, i));
}

static void
write_writer (GString *out, const PlatformContext *context)
{
  guint64 sizes[PLATFORM_WRITER_N_SIZES];
  guint64 jobs = 0, commits = 0, sum = 0;

  platform_writer_get_stats (context->writer, &jobs, &commits);
  platform_writer_get_sizes (context->writer, sizes);
  write_one (out, "rambla_writer_queue", "gauge", "Jobs that wait to be written.",
             platform_writer_get_queued (context->writer));
  begin_family (out, "rambla_writer_commit_jobs", "histogram", "Jobs that one commit wrote together.");
  for (guint i = 0; i < PLATFORM_WRITER_N_SIZES; i++)
    {
      sum += sizes[i];
      g_string_append_printf (out, "rambla_writer_commit_jobs_bucket{le=\"%u\"} %" G_GUINT64_FORMAT "\n",
                              (2u << i) - 1, sum);
    }
  g_string_append_printf (out,
                          "rambla_writer_commit_jobs_bucket{le=\"+Inf\"} %" G_GUINT64_FORMAT "\n"
                          "rambla_writer_commit_jobs_sum %" G_GUINT64_FORMAT "\n"
                          "rambla_writer_commit_jobs_count %" G_GUINT64_FORMAT "\n",
                          sum, jobs, sum);
}

static void
on_sum (const char *kind, const char *currency, gint64 amount, gpointer data)
{
  g_string_append_printf (
      data, "rambla_ledger_balance_minor_units{account=\"%s\",currency=\"%s\"} %" G_GINT64_FORMAT "\n", kind,
      currency, amount);
}

static void
write_trade (GString *out, const PlatformContext *context)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database;
  guint64 rounds = 0;
  gint64 idle_us = 0;

  if (context->scheduler != NULL)
    {
      platform_scheduler_get_stats (context->scheduler, &rounds, &idle_us);
      write_one (out, "rambla_scheduler_rounds_total", "counter", "Rounds of the scheduler.",
                 (gint64) rounds);
      begin_family (out, "rambla_scheduler_idle_seconds", "gauge",
                    "Since the scheduler's last round; much more than five: it hangs.");
      g_string_append_printf (out, "rambla_scheduler_idle_seconds %" G_GINT64_FORMAT "\n",
                              idle_us / G_USEC_PER_SEC);
    }
  if (context->provider != NULL && PLATFORM_IS_STRIPE (context->provider))
    {
      guint64 tries, answers, refusals;

      platform_stripe_get_counts (PLATFORM_STRIPE (context->provider), &tries, &answers, &refusals);
      write_one (out, "rambla_provider_requests_total", "counter", "Requests sent to the payment provider.",
                 (gint64) tries);
      write_one (out, "rambla_provider_answers_total", "counter", "Answers of the payment provider.",
                 (gint64) answers);
      write_one (out, "rambla_provider_refusals_total", "counter", "Its answers with 4xx or 5xx.",
                 (gint64) refusals);
    }
  database = platform_database_pool_get (context->readers, &error);
  begin_family (out, "rambla_ledger_balance_minor_units", "gauge",
                "What all accounts of a kind have; the sum over all is zero.");
  if (database != NULL)
    {
      platform_database_set_deadline (database, DEADLINE_MS);
      platform_ledger_storage_foreach_sum (database, on_sum, out, &error);
      platform_database_set_deadline (database, 0);
    }
  if (error != NULL)
    g_warning ("the ledger's figures could not be read: %s", error->message);
}

static void
respond (PlatformRequest *request, const PlatformContext *context)
{
  GString *out = g_string_sized_new (16384);
  PlatformResponse *response;

  begin_family (out, "rambla_build_info", "gauge", "Which program this is.");
  g_string_append (out, "rambla_build_info{version=\"" RAMBLA_VERSION "\"} 1\n");
  write_one (out, "rambla_start_time_seconds", "gauge", "When it was started.", context->started);
  write_requests (out, context);
  write_writer (out, context);
  write_trade (out, context);
  response = platform_response_new_typed (200, CONTENT_TYPE, out);
  platform_response_set_cache_control (response, "no-store");
  platform_request_respond (request, response);
}

static void
on_open_metrics (PlatformRequest *request, gpointer data)
{
  respond (request, data);
}

static void
on_metrics (PlatformRequest *request, gpointer data)
{
  PlatformContext *context = data;
  PlatformResponse *refusal;

  if (platform_request_is_local (request))
    {
      respond (request, context);
      return;
    }
  refusal = platform_auth_authorize (request, PLATFORM_SCOPE_OPERATOR, &context->auth);
  if (refusal != NULL)
    platform_request_respond (request, refusal);
  else
    respond (request, context);
}

static void
on_health (PlatformRequest *request, gpointer data)
{
  platform_request_respond (request, platform_response_new_json (200, g_string_new ("{\"status\":\"ok\"}")));
}

static const PlatformRoute routes[] = {
  { "GET", "/metrics", on_metrics },
};

static const PlatformRoute open_routes[] = {
  { "GET", "/metrics", on_open_metrics },
  { "GET", "/healthz", on_health },
};

void
platform_routes_metrics_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}

void
platform_routes_metrics_add_open (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, open_routes, G_N_ELEMENTS (open_routes), context);
}
