/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-log-head.h"

#include <string.h>

#include "rambla-json.h"
#include "rambla-voucher-token-private.h"

#define MAX_LOG 64

void
rambla_log_head_free (RamblaLogHead *self)
{
  if (self == NULL)
    return;
  g_free (self->log);
  g_free (self->kid);
  g_free (self);
}

static char *
build_header (const char *kid)
{
  return g_strdup_printf ("{\"alg\":\"EdDSA\",\"kid\":\"%s\",\"typ\":\"rambla-log-head+jws\"}", kid);
}

static char *
build_payload (const RamblaLogHead *self)
{
  g_autofree char *root = rambla_log_hash_to_hex (&self->root);

  return g_strdup_printf ("{\"log\":\"%s\",\"size\":%" G_GUINT64_FORMAT
                          ",\"root\":\"%s\",\"at\":%" G_GINT64_FORMAT "}",
                          self->log, self->size, root, self->at);
}

static gboolean
is_log (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= MAX_LOG && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static gboolean
is_sound (const RamblaLogHead *self)
{
  return is_log (self->log) && self->size <= RAMBLA_LOG_SIZE_MAX && self->at >= 0 &&
         rambla_voucher_is_kid (self->kid);
}

char *
rambla_log_head_sign (const RamblaLogHead *self, const guint8 *secret_key)
{
  g_autofree char *header = NULL;
  g_autofree char *payload = NULL;

  if (!is_sound (self))
    return NULL;
  header = build_header (self->kid);
  payload = build_payload (self);
  return rambla_jws_sign (header, payload, secret_key);
}

static gboolean
read_payload (RamblaLogHead *self, const RamblaJws *jws)
{
  g_autoptr (JsonNode) node =
      rambla_json_parse (jws->payload, (gssize) jws->payload_length, RAMBLA_LOG_HEAD_MAX, NULL);
  JsonObject *object = node != NULL ? rambla_json_as_object (node, NULL) : NULL;
  const char *log;
  const char *root;
  gint64 size;

  if (object == NULL || !rambla_json_get_string (object, "log", MAX_LOG, &log, NULL) ||
      !rambla_json_get_string (object, "root", 2 * RAMBLA_LOG_HASH_SIZE, &root, NULL) ||
      !rambla_json_get_int (object, "size", 0, (gint64) RAMBLA_LOG_SIZE_MAX, &size, NULL) ||
      !rambla_json_get_int (object, "at", 0, G_MAXINT32 * G_GINT64_CONSTANT (100), &self->at, NULL) ||
      !rambla_log_hash_from_hex (root, &self->root))
    return FALSE;
  self->log = g_strdup (log);
  self->size = (guint64) size;
  return TRUE;
}

static gboolean
read_kid (RamblaLogHead *self, const RamblaJws *jws)
{
  g_autoptr (JsonNode) node = rambla_json_parse (jws->header, -1, RAMBLA_LOG_HEAD_MAX, NULL);
  JsonObject *object = node != NULL ? rambla_json_as_object (node, NULL) : NULL;
  const char *kid;

  if (object == NULL || !rambla_json_get_string (object, "kid", RAMBLA_VOUCHER_MAX_KID, &kid, NULL))
    return FALSE;
  self->kid = g_strdup (kid);
  return TRUE;
}

/* One text for one head: what reads the same and is written otherwise is none. */
static RamblaLogHead *
read_jws (const RamblaJws *jws)
{
  g_autoptr (RamblaLogHead) self = g_new0 (RamblaLogHead, 1);
  g_autofree char *header = NULL;
  g_autofree char *payload = NULL;

  if (!read_payload (self, jws) || !read_kid (self, jws) || !is_sound (self))
    return NULL;
  header = build_header (self->kid);
  payload = build_payload (self);
  return strcmp (header, jws->header) == 0 && strcmp (payload, jws->payload) == 0 ? g_steal_pointer (&self)
                                                                                  : NULL;
}

RamblaLogHead *
rambla_log_head_parse (const char *text)
{
  gsize length = strlen (text);
  g_auto (RamblaJws) jws = { NULL };

  if (length > RAMBLA_LOG_HEAD_MAX || !rambla_jws_parse (&jws, text, length))
    return NULL;
  return read_jws (&jws);
}

gboolean
rambla_log_head_verify (const char *text, const guint8 *public_key)
{
  g_autoptr (RamblaLogHead) head = rambla_log_head_parse (text);
  g_auto (RamblaJws) jws = { NULL };

  return head != NULL && rambla_jws_parse (&jws, text, strlen (text)) && rambla_jws_verify (&jws, public_key);
}
