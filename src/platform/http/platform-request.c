/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-request-private.h"

#include "platform-server-private.h"

#include <fcntl.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

#define BLOCK_SIZE 4096
#define ALIGNMENT 16

struct _PlatformRequestBlock
{
  PlatformRequestBlock *next;
  char data[] __attribute__ ((aligned (ALIGNMENT)));
};

/* Not zeroed: the arena is. */
PlatformRequest *
platform_request_new (PlatformServer *server, struct MHD_Connection *connection, const char *raw_target)
{
  PlatformRequest *self = g_malloc (sizeof (PlatformRequest));
  gsize length = strlen (raw_target);

  memset (self, 0, offsetof (PlatformRequest, target));
  memset (&self->if_none_match, 0,
          offsetof (PlatformRequest, arena) - offsetof (PlatformRequest, if_none_match));
  self->target.path = "";
  self->target.n_query = 0;
  self->n_headers = 0;
  self->references = 1;
  self->server = server;
  self->connection = connection;
  self->socket = -1;
  if (length <= PLATFORM_TARGET_MAX)
    self->raw_target = platform_request_strdup (self, raw_target);
  return self;
}

PlatformRequest *
platform_request_ref (PlatformRequest *self)
{
  __atomic_add_fetch (&self->references, 1, __ATOMIC_RELAXED);
  return self;
}

void
platform_request_unref (PlatformRequest *self)
{
  PlatformRequestBlock *next;

  if (__atomic_sub_fetch (&self->references, 1, __ATOMIC_ACQ_REL) > 0)
    return;
  if (self->identity_destroy != NULL && self->identity != NULL)
    self->identity_destroy (self->identity);
  g_clear_pointer (&self->response, platform_response_unref);
  g_clear_pointer (&self->refusal, platform_response_unref);
  for (PlatformRequestBlock *block = self->blocks; block != NULL; block = next)
    {
      next = block->next;
      g_free (block);
    }
  g_free (self->body);
  g_free (self);
}

gpointer
platform_request_alloc (PlatformRequest *self, gsize size)
{
  PlatformRequestBlock *block;
  gsize room = (size + ALIGNMENT - 1) & ~(gsize) (ALIGNMENT - 1);

  if (room <= sizeof self->arena - self->used)
    {
      char *data = self->arena + self->used;

      self->used += room;
      return memset (data, 0, size);
    }
  block = g_malloc (sizeof *block + size);
  block->next = self->blocks;
  self->blocks = block;
  return memset (block->data, 0, size);
}

const char *
platform_request_strdup (PlatformRequest *self, const char *text)
{
  gsize size = strlen (text) + 1;

  return memcpy (platform_request_alloc (self, size), text, size);
}

void
platform_request_respond (PlatformRequest *self, PlatformResponse *response)
{
  int state;

  if (__atomic_exchange_n (&self->claimed, 1, __ATOMIC_ACQ_REL) != 0)
    {
      platform_response_unref (response);
      if (!__atomic_load_n (&self->cancelled, __ATOMIC_ACQUIRE))
        g_critical ("%s %s is answered twice", self->method_name, self->target.path);
      return;
    }
  self->response = response;
  if (__atomic_load_n (&self->state, __ATOMIC_RELAXED) == PLATFORM_REQUEST_RUNNING &&
      pthread_equal (self->thread, pthread_self ()))
    {
      /* Within its handler: nobody needs to be woken. */
      __atomic_store_n (&self->state, PLATFORM_REQUEST_ANSWERED, __ATOMIC_RELEASE);
      return;
    }
  platform_server_begin_resume (self->server);
  state = __atomic_exchange_n (&self->state, PLATFORM_REQUEST_ANSWERED, __ATOMIC_ACQ_REL);
  if (state == PLATFORM_REQUEST_WAITING)
    {
      platform_server_remove_waiting (self->server, self);
      MHD_resume_connection (self->connection);
    }
  platform_server_end_resume (self->server);
}

int
platform_request_take_socket (PlatformRequest *self)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (self->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  int copy;

  g_return_val_if_fail (info != NULL && pthread_equal (self->thread, pthread_self ()), -1);
  copy = fcntl (info->connect_fd, F_DUPFD_CLOEXEC, 0);
  if (copy < 0)
    return -1;
  if (__atomic_exchange_n (&self->claimed, 1, __ATOMIC_ACQ_REL) != 0)
    g_critical ("%s %s is answered twice", self->method_name, self->target.path);
  self->taken = TRUE;
  return copy;
}

void
platform_request_respond_problem (PlatformRequest *self, RamblaProblemCode code, const char *detail)
{
  platform_request_respond (self, platform_response_new_problem (code, detail));
}

gboolean
platform_request_is_cancelled (PlatformRequest *self)
{
  struct pollfd poll_fd = { .fd = self->socket, .events = POLLRDHUP };

  if (__atomic_load_n (&self->cancelled, __ATOMIC_ACQUIRE))
    return TRUE;
  /* While it sleeps nobody reads its socket, so nobody else would notice. */
  return self->socket >= 0 && __atomic_load_n (&self->state, __ATOMIC_ACQUIRE) == PLATFORM_REQUEST_WAITING &&
         poll (&poll_fd, 1, 0) == 1 && (poll_fd.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

PlatformMethod
platform_request_get_method (PlatformRequest *self)
{
  return self->method;
}

const char *
platform_request_get_method_name (PlatformRequest *self)
{
  return self->method_name;
}

const char *
platform_request_get_path (PlatformRequest *self)
{
  return self->target.path;
}

const char *
platform_request_get_pattern (PlatformRequest *self)
{
  return self->match.route != NULL ? self->match.route->pattern : "";
}

const char *
platform_request_get_target (PlatformRequest *self)
{
  return self->raw_target;
}

const char *
platform_request_get_path_parameter (PlatformRequest *self, const char *name)
{
  for (guint i = 0; i < self->match.n_parameters; i++)
    if (strcmp (self->match.names[i], name) == 0)
      return self->parameters[i];
  return NULL;
}

const char *
platform_request_get_query (PlatformRequest *self, const char *name)
{
  for (guint i = 0; i < self->target.n_query; i++)
    if (strcmp (self->target.query[i].name, name) == 0)
      return self->target.query[i].value;
  return NULL;
}

PlatformResponse *
platform_request_check_query (PlatformRequest *self, const char *const *known)
{
  for (guint i = 0; i < self->target.n_query; i++)
    {
      const char *name = self->target.query[i].name;
      const char *detail = NULL;
      g_autofree char *pointer = NULL;

      if (!g_strv_contains (known, name))
        detail = "This parameter is not known here.";
      for (guint j = 0; detail == NULL && j < i; j++)
        if (strcmp (self->target.query[j].name, name) == 0)
          detail = "This parameter was sent twice.";
      if (detail == NULL)
        continue;
      pointer = g_strdup_printf ("?%.64s", name);
      return platform_response_new_invalid_field (pointer, detail);
    }
  return NULL;
}

guint
platform_request_get_n_query (PlatformRequest *self)
{
  return self->target.n_query;
}

void
platform_request_get_query_at (PlatformRequest *self, guint index, const char **name, const char **value)
{
  g_return_if_fail (index < self->target.n_query);

  *name = self->target.query[index].name;
  *value = self->target.query[index].value;
}

const char *
platform_request_get_header (PlatformRequest *self, const char *name)
{
  for (guint i = 0; i < self->n_headers; i++)
    if (g_ascii_strcasecmp (self->headers[i].name, name) == 0)
      return self->headers[i].value;
  return NULL;
}

const char *
platform_request_get_body (PlatformRequest *self, gsize *length)
{
  *length = self->body_length;
  return self->body != NULL ? self->body : "";
}

JsonNode *
platform_request_parse_body (PlatformRequest *self, GError **error)
{
  return rambla_json_parse (self->body != NULL ? self->body : "", (gssize) self->body_length,
                            MAX (self->body_limit, 1), error);
}

const char *
platform_request_get_bearer_token (PlatformRequest *self)
{
  const char *value = platform_request_get_header (self, "Authorization");
  gsize length;

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0)
    return NULL;
  value += 7 + strspn (value + 7, " ");
  length = strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");
  return length > 0 && value[length] == '\0' ? value : NULL;
}

static const char *
forwarded_for (PlatformRequest *self)
{
  const char *value = platform_request_get_header (self, "X-Forwarded-For");
  const char *last;
  struct in6_addr address;

  if (value == NULL)
    return NULL;
  last = strrchr (value, ',');
  last = last != NULL ? last + 1 + strspn (last + 1, " \t") : value;
  return inet_pton (AF_INET, last, &address) == 1 || inet_pton (AF_INET6, last, &address) == 1 ? last : NULL;
}

void
platform_request_resolve_remote_address (PlatformRequest *self)
{
  const union MHD_ConnectionInfo *info;
  const struct sockaddr *address;
  char text[INET6_ADDRSTRLEN] = "";

  if (self->remote_address != NULL)
    return;
  if (platform_server_is_behind_proxy (self->server))
    self->remote_address = forwarded_for (self);
  if (self->remote_address != NULL)
    return;
  info = MHD_get_connection_info (self->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  address = info != NULL ? info->client_addr : NULL;
  if (address != NULL && address->sa_family == AF_INET)
    inet_ntop (AF_INET, &((const struct sockaddr_in *) (gconstpointer) address)->sin_addr, text, sizeof text);
  else if (address != NULL && address->sa_family == AF_INET6)
    inet_ntop (AF_INET6, &((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr, text,
               sizeof text);
  self->remote_address = text[0] != '\0' ? platform_request_strdup (self, text) : "unix";
}

const char *
platform_request_get_remote_address (PlatformRequest *self)
{
  platform_request_resolve_remote_address (self);
  return self->remote_address;
}

gboolean
platform_request_is_local (PlatformRequest *self)
{
  const char *address;

  if (platform_server_is_behind_proxy (self->server))
    return FALSE;
  address = platform_request_get_remote_address (self);
  return strcmp (address, "unix") == 0 || strcmp (address, "::1") == 0 || g_str_has_prefix (address, "127.");
}

/* The entry of @supported that a language range names (RFC 4647, 3.4): "en-GB" finds "en", "zh" finds
 * "zh-CN". */
static const char *
find_language (const char *range, gsize length, const char *const *supported)
{
  while (length > 0)
    {
      for (guint i = 0; supported[i] != NULL; i++)
        if (strlen (supported[i]) == length && g_ascii_strncasecmp (supported[i], range, length) == 0)
          return supported[i];
      for (guint i = 0; supported[i] != NULL; i++)
        if (g_ascii_strncasecmp (supported[i], range, length) == 0 && supported[i][length] == '-')
          return supported[i];
      while (length > 0 && range[length - 1] != '-')
        length--;
      if (length > 0)
        length--;
    }
  return NULL;
}

/* "0.8" in thousandths; 1000 where there is none; 0 where it cannot be read. */
static int
parse_quality (const char *parameters, const char *end)
{
  const char *at = parameters;
  int value;

  while (at < end && (*at == ' ' || *at == '\t' || *at == ';'))
    at++;
  if (at == end)
    return 1000;
  if (end - at < 3 || g_ascii_tolower (at[0]) != 'q' || at[1] != '=' || (at[2] != '0' && at[2] != '1'))
    return 0;
  value = (at[2] - '0') * 1000;
  at += 3;
  if (at < end && *at == '.')
    for (int scale = 100; ++at < end && scale > 0 && g_ascii_isdigit (*at); scale /= 10)
      value += (*at - '0') * scale;
  return MIN (value, 1000);
}

const char *
platform_request_get_language (PlatformRequest *self, const char *const *supported)
{
  const char *value = platform_request_get_header (self, "Accept-Language");
  const char *best = NULL;
  int best_quality = 0;

  self->varies_by_language = TRUE;
  while (value != NULL && *value != '\0')
    {
      gsize length = strcspn (value, ",");
      gsize skip = strspn (value, " \t");
      gsize range = strcspn (value + MIN (skip, length), ";, \t");
      int quality = parse_quality (value + MIN (skip + range, length), value + length);

      if (quality > best_quality && range > 0)
        {
          const char *found =
              value[skip] == '*' ? supported[0] : find_language (value + skip, range, supported);

          if (found != NULL)
            {
              best = found;
              best_quality = quality;
            }
        }
      value += length;
      value += *value == ',';
    }
  return best != NULL ? best : supported[0];
}

void
platform_request_set_identity (PlatformRequest *self, gpointer identity, GDestroyNotify destroy)
{
  if (self->identity_destroy != NULL && self->identity != NULL)
    self->identity_destroy (self->identity);
  self->identity = identity;
  self->identity_destroy = destroy;
}

gpointer
platform_request_get_identity (PlatformRequest *self)
{
  return self->identity;
}
