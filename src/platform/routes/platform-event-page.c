/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-event-page.h"

#include <string.h>

#include "platform-deal-storage.h"
#include "platform-store-storage.h"
#include "rambla-json-writer.h"

/* Branches that an event names; of a larger chain the rest have to be asked for. */
#define MAX_BRANCHES 100

struct _PlatformEventPage
{
  const PlatformCity *city;
  guint8 secret[PLATFORM_EVENT_SECRET_SIZE];
  PlatformDatabase *database; /* of the last reading */
  gint64 now;
  GStringChunk *texts;
  GPtrArray *rows; /* of PlatformEventRow */
  GHashTable *deals;
};

static void
row_free (gpointer data)
{
  PlatformEventRow *row = data;

  if (row->text != NULL)
    g_string_free (row->text, TRUE);
  g_clear_pointer (&row->points, g_array_unref);
  g_free (row);
}

PlatformEventPage *
platform_event_page_new (const PlatformCity *city, const guint8 *secret)
{
  PlatformEventPage *self = g_new0 (PlatformEventPage, 1);

  self->city = city;
  memcpy (self->secret, secret, sizeof self->secret);
  self->texts = g_string_chunk_new (16 * 1024);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->deals = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

void
platform_event_page_free (PlatformEventPage *self)
{
  g_hash_table_unref (self->deals);
  g_ptr_array_unref (self->rows);
  g_string_chunk_free (self->texts);
  g_free (self);
}

static const char *
keep (PlatformEventPage *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert (self->texts, text) : NULL;
}

static void
on_event (const PlatformOutboxEvent *event, gpointer data)
{
  PlatformEventPage *self = data;
  PlatformEventRow *row = g_new0 (PlatformEventRow, 1);

  row->event = *event;
  row->event.kind = keep (self, event->kind);
  row->event.account_id = keep (self, event->account_id);
  row->event.merchant_id = keep (self, event->merchant_id);
  row->event.store_id = keep (self, event->store_id);
  row->event.payload = keep (self, event->payload);
  g_ptr_array_add (self->rows, row);
}

/* An offer's own events: those of others that also concern an offer say something of their own. */
static gboolean
is_about_deal (const PlatformOutboxEvent *event)
{
  return event->deal != 0 && event->payload == NULL;
}

static void
drop_superseded (PlatformEventPage *self)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      PlatformEventRow *row = g_ptr_array_index (self->rows, i - 1);

      if (!is_about_deal (&row->event))
        continue;
      if (g_hash_table_contains (self->deals, &row->event.deal))
        g_ptr_array_remove_index (self->rows, i - 1);
      else
        g_hash_table_add (self->deals, &row->event.deal);
    }
  g_hash_table_remove_all (self->deals);
}

gboolean
platform_event_page_read (PlatformEventPage *self,
                          PlatformDatabase *database,
                          const PlatformOutboxAudience *audience,
                          gint64 after,
                          gint64 until,
                          guint limit,
                          gint64 now,
                          gint64 *last,
                          GError **error)
{
  g_ptr_array_set_size (self->rows, 0);
  g_string_chunk_clear (self->texts);
  self->database = database;
  self->now = now;
  if (!platform_outbox_storage_visit (database, audience, after, until, limit, on_event, self, last, error))
    return FALSE;
  drop_superseded (self);
  return TRUE;
}

guint
platform_event_page_get_length (PlatformEventPage *self)
{
  return self->rows->len;
}

static void
write_branches (RamblaJsonWriter *writer, GPtrArray *stores, GArray *points)
{
  rambla_json_writer_name (writer, "stores");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < stores->len; i++)
    {
      const PlatformStore *store = g_ptr_array_index (stores, i);

      g_array_append_val (points, store->location);
      if (i >= MAX_BRANCHES)
        continue;
      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "id", store->id);
      rambla_json_writer_name (writer, "location");
      rambla_json_writer_point (writer, store->location);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
}

static void
write_deal (PlatformEventPage *self, const PlatformDeal *deal, GPtrArray *stores, PlatformEventRow *row)
{
  const PlatformCategory *category = platform_city_get_category (self->city, deal->category);
  const char *currency = self->city->currency;
  g_autoptr (GString) facts = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, facts);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "id", deal->id);
  rambla_json_writer_member_string (&writer, "kind", platform_deal_kind_to_string (deal->kind));
  rambla_json_writer_member_string (&writer, "category", category != NULL ? category->id : "");
  rambla_json_writer_member_bool (&writer, "on_sale", platform_deal_is_on_sale (deal, self->now));
  rambla_json_writer_member_money (&writer, "price", rambla_money (deal->price, currency));
  rambla_json_writer_member_money (&writer, "regular_price", rambla_money (deal->regular_price, currency));
  rambla_json_writer_member_int (&writer, "discount_percent", deal->discount_percent);
  rambla_json_writer_member_time (&writer, "valid_until", deal->ends_at);
  rambla_json_writer_name (&writer, "stock_left");
  if (deal->stock_left == PLATFORM_UNLIMITED)
    rambla_json_writer_null (&writer);
  else
    rambla_json_writer_int (&writer, deal->stock_left);
  rambla_json_writer_member_bool (&writer, "sponsored", deal->sponsored_until > self->now);
  write_branches (&writer, stores, row->points);
  rambla_json_writer_end_object (&writer);
  row->event.payload = g_string_chunk_insert (self->texts, facts->str);
}

/* Returns: FALSE if the offer is gone or cannot be read */
static gboolean
load_deal (PlatformEventPage *self, PlatformEventRow *row)
{
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (GError) error = NULL;

  if (!platform_deal_get (self->database, self->city, row->event.deal, self->city->languages[0], &deal,
                          &error) ||
      (deal != NULL && !platform_store_list_of_deal (self->database, row->event.deal, &stores, &error)))
    {
      g_warning ("an offer that changed cannot be read: %s", error->message);
      return FALSE;
    }
  if (deal == NULL)
    return FALSE;
  row->points = g_array_new (FALSE, FALSE, sizeof (RamblaPoint));
  if (is_about_deal (&row->event))
    write_deal (self, deal, stores, row);
  else
    for (guint i = 0; i < stores->len; i++)
      g_array_append_val (row->points, ((PlatformStore *) g_ptr_array_index (stores, i))->location);
  return TRUE;
}

PlatformEventRow *
platform_event_page_get (PlatformEventPage *self, guint index)
{
  PlatformEventRow *row = g_ptr_array_index (self->rows, index);

  if (row->event.deal != 0 && row->points == NULL && !load_deal (self, row))
    return NULL;
  return row;
}

static void
append_event (PlatformEventPage *self, GString *out, gint64 number, const char *kind, const char *data)
{
  char position[PLATFORM_EVENT_POSITION_SIZE];

  platform_event_position_seal (self->secret, number, position);
  g_string_append_printf (out, "id: %s\nevent: %s\ndata: %s\n\n", position, kind, data);
}

const GString *
platform_event_page_write (PlatformEventPage *self, PlatformEventRow *row)
{
  if (row->text == NULL)
    {
      row->text = g_string_sized_new (256);
      append_event (self, row->text, row->event.number, row->event.kind, row->event.payload);
    }
  return row->text;
}

void
platform_event_page_append_notice (PlatformEventPage *self,
                                   GString *out,
                                   gint64 number,
                                   const char *kind,
                                   const char *data)
{
  append_event (self, out, number, kind, data);
}
