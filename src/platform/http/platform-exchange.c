/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request's way through libmicrohttpd: its header, its body, its handler, its answer. */
#include "platform-request-private.h"
#include "platform-response-private.h"
#include "platform-server-private.h"

#include <string.h>

/* A body that is refused is still read up to here, so that the client, which is sending, gets to see why. */
#define MAX_DISCARDED (1024 * 1024)
/* What a body is given room for at once, whatever it announces. */
#define FIRST_ROOM 4096

void *
platform_exchange_on_target (void *data, const char *target, struct MHD_Connection *connection)
{
  PlatformServer *server = data;

  return platform_request_new (server, connection, target != NULL ? target : "");
}

void
platform_exchange_on_completed (void *data,
                                struct MHD_Connection *connection,
                                void **state,
                                enum MHD_RequestTerminationCode code)
{
  PlatformRequest *request = *state;

  if (request == NULL)
    return;
  *state = NULL;
  if (code != MHD_REQUEST_TERMINATED_COMPLETED_OK)
    __atomic_store_n (&request->cancelled, 1, __ATOMIC_RELEASE);
  if (request->counted)
    platform_server_count_end (request->server);
  platform_request_unref (request);
}

/* From here on the server does not stop without its answer; one that is still being read has had no effect.
 */
static void
count (PlatformRequest *request)
{
  if (request->counted)
    return;
  request->counted = TRUE;
  platform_server_count_begin (request->server);
}

static enum MHD_Result
queue (PlatformRequest *request, PlatformResponse *response, gboolean close)
{
  gboolean is_read = request->method == PLATFORM_METHOD_GET || request->method == PLATFORM_METHOD_HEAD;
  gboolean not_modified = FALSE;
  gint64 taken = request->started != 0 ? g_get_monotonic_time () - request->started : 0;

  count (request);
  if (is_read)
    {
      platform_response_prepare_etag (response);
      not_modified =
          request->if_none_match != NULL && platform_response_matches (response, request->if_none_match);
    }
  /* An answer that may be given again, for the same key, is the same each time. */
  if (platform_response_get_status (response) >= 500 ||
      platform_request_get_header (request, "Idempotency-Key") == NULL)
    platform_response_name_problem (response, request->id);
  platform_server_note_answer (request->server, request,
                               not_modified ? 304 : platform_response_get_status (response), taken);
  if (platform_response_queue (response, request->connection, not_modified,
                               request->varies_by_language ? "Accept-Language" : NULL,
                               close || platform_server_is_stopping (request->server),
                               request->answer_headers, request->n_answer_headers))
    return MHD_YES;
  return MHD_NO;
}

static gboolean
takes_body (const PlatformRoute *route, PlatformMethod method)
{
  return (method == PLATFORM_METHOD_POST || method == PLATFORM_METHOD_PUT ||
          method == PLATFORM_METHOD_PATCH) &&
         (route->flags & PLATFORM_ROUTE_NO_BODY) == 0;
}

/* "application/json", with or without parameters */
static gboolean
is_json (const char *type)
{
  gsize length = strcspn (type, "; \t");

  return length == strlen ("application/json") && g_ascii_strncasecmp (type, "application/json", length) == 0;
}

static PlatformResponse *
refuse_unmatched (PlatformRequest *request)
{
  PlatformResponse *response;
  const char *allowed = request->match.allowed;

  if (request->method == PLATFORM_METHOD_OPTIONS && strcmp (request->target.path, "*") == 0)
    allowed = "OPTIONS, GET, HEAD, POST, PUT, PATCH, DELETE";
  if (allowed == NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, NULL);
  if (request->method == PLATFORM_METHOD_OPTIONS)
    response = platform_response_new (204, NULL, NULL);
  else
    response = platform_response_new_problem (RAMBLA_PROBLEM_METHOD_NOT_ALLOWED, NULL);
  platform_response_set_header (response, "Allow", allowed);
  return response;
}

static PlatformResponse *
check_body (PlatformRequest *request, gboolean has_body, guint64 announced)
{
  const PlatformRoute *route = request->match.route;
  const char *type;

  request->body_limit =
      route->body_limit != 0 ? route->body_limit : platform_server_get_body_limit (request->server);
  if (!has_body)
    return NULL;
  if (!takes_body (route, request->method))
    return platform_response_new_problem (RAMBLA_PROBLEM_BAD_REQUEST, "This request takes no body.");
  type = platform_request_get_header (request, "Content-Type");
  if ((route->flags & PLATFORM_ROUTE_ANY_CONTENT_TYPE) == 0 && (type == NULL || !is_json (type)))
    return platform_response_new_problem (RAMBLA_PROBLEM_UNSUPPORTED_MEDIA_TYPE, NULL);
  if (announced > request->body_limit)
    return platform_response_new_problem (RAMBLA_PROBLEM_TOO_LARGE, NULL);
  return NULL;
}

static void
take_parameters (PlatformRequest *request)
{
  for (guint i = 0; i < request->match.n_parameters; i++)
    {
      gsize length = request->match.lengths[i];
      char *copy = platform_request_alloc (request, length + 1);

      request->parameters[i] = memcpy (copy, request->target.path + request->match.starts[i], length);
    }
}

static enum MHD_Result
on_header_read (PlatformRequest *request, const char *method, const char *url, const char *version)
{
  const char *length, *expect;
  guint64 announced = 0;
  gboolean malformed, has_body;

  request->checked = TRUE;
  request->refusal = platform_request_read_header (request, method, url, version, &malformed);
  platform_request_name (request);
  if (malformed)
    return queue (request, request->refusal, TRUE);

  has_body = platform_request_get_header (request, "Transfer-Encoding") != NULL;
  length = platform_request_get_header (request, "Content-Length");
  if (length != NULL)
    {
      announced = g_ascii_strtoull (length, NULL, 10);
      has_body = announced > 0;
    }
  if (request->refusal == NULL)
    {
      if (platform_router_match (platform_server_get_router (request->server), method, request->target.path,
                                 &request->match))
        {
          take_parameters (request);
          request->refusal = check_body (request, has_body, announced);
        }
      else
        request->refusal = refuse_unmatched (request);
    }
  if (request->refusal == NULL)
    return MHD_YES;

  /* An answer now closes the connection, so only if the body should not even be sent. */
  expect = platform_request_get_header (request, "Expect");
  if (announced > MAX_DISCARDED || (has_body && expect != NULL))
    return queue (request, request->refusal, TRUE);
  return MHD_YES;
}

static enum MHD_Result
on_body_part (PlatformRequest *request, const char *data, size_t *size)
{
  gsize needed;

  if (request->refusal == NULL && *size > request->body_limit - request->body_length)
    request->refusal = platform_response_new_problem (RAMBLA_PROBLEM_TOO_LARGE, NULL);
  if (request->refusal != NULL)
    {
      request->body_discarded += *size;
      *size = 0;
      return request->body_discarded > MAX_DISCARDED ? MHD_NO : MHD_YES;
    }
  needed = request->body_length + *size + 1;
  if (needed > request->body_allocated)
    {
      request->body_allocated = MAX (MAX (needed, request->body_allocated * 2), FIRST_ROOM);
      request->body = g_realloc (request->body, request->body_allocated);
    }
  memcpy (request->body + request->body_length, data, *size);
  request->body_length += *size;
  request->body[request->body_length] = '\0';
  *size = 0;
  return MHD_YES;
}

void
platform_exchange_cancel (PlatformRequest *request)
{
  if (__atomic_load_n (&request->claimed, __ATOMIC_ACQUIRE) != 0)
    return;
  __atomic_store_n (&request->cancelled, 1, __ATOMIC_RELEASE);
  platform_request_respond (
      request, platform_response_new_problem (RAMBLA_PROBLEM_UNAVAILABLE, "The service is stopping."));
}

/* The handler has not answered: the connection sleeps until somebody does. */
static enum MHD_Result
wait_for_answer (PlatformRequest *request)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (request->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  int expected = PLATFORM_REQUEST_RUNNING;

  request->socket = info != NULL ? info->connect_fd : -1;
  platform_request_resolve_remote_address (request);
  platform_server_add_waiting (request->server, request);
  MHD_suspend_connection (request->connection);
  if (!__atomic_compare_exchange_n (&request->state, &expected, PLATFORM_REQUEST_WAITING, FALSE,
                                    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    {
      /* Answered between the handler's return and here. */
      platform_server_remove_waiting (request->server, request);
      MHD_resume_connection (request->connection);
    }
  else if (platform_server_is_closing (request->server))
    platform_exchange_cancel (request);
  return MHD_YES;
}

/* Whoever comes too often is told so before anything else is done for them; who they are is asked after that.
 */
static PlatformResponse *
find_refusal (PlatformRequest *request)
{
  PlatformResponse *refusal = platform_server_ask_gate (request->server, request, FALSE);

  if (refusal != NULL)
    {
      g_clear_pointer (&request->refusal, platform_response_unref);
      return refusal;
    }
  if (request->refusal != NULL)
    return g_steal_pointer (&request->refusal);
  refusal =
      platform_router_authorize (platform_server_get_router (request->server), request->match.route, request);
  if (refusal == NULL && request->match.route->scope != NULL)
    refusal = platform_server_ask_gate (request->server, request, TRUE);
  return refusal;
}

/* The socket has another owner, with a descriptor of its own: closing ours, which is what an error leads to,
 * leaves the connection open. (With MHD_USE_TURBO the library does not shut it down first.) */
static enum MHD_Result
let_go (PlatformRequest *request)
{
  platform_server_note_answer (request->server, request, 200, g_get_monotonic_time () - request->started);
  return MHD_NO;
}

static enum MHD_Result
run (PlatformRequest *request)
{
  count (request);
  request->started = g_get_monotonic_time ();
  request->thread = pthread_self ();
  platform_request_set_current (request);
  request->refusal = find_refusal (request);
  if (request->refusal == NULL)
    {
      platform_request_ref (request);
      request->match.route->handler (request, request->match.context);
      platform_request_unref (request);
    }
  platform_request_set_current (NULL);
  if (request->refusal != NULL)
    return queue (request, request->refusal, FALSE);
  if (request->taken)
    return let_go (request);
  if (__atomic_load_n (&request->state, __ATOMIC_ACQUIRE) == PLATFORM_REQUEST_ANSWERED)
    return queue (request, request->response, FALSE);
  return wait_for_answer (request);
}

enum MHD_Result
platform_exchange_on_access (void *data,
                             struct MHD_Connection *connection,
                             const char *url,
                             const char *method,
                             const char *version,
                             const char *upload,
                             size_t *upload_size,
                             void **state)
{
  PlatformRequest *request = *state;

  if (!request->checked)
    return on_header_read (request, method, url, version);
  if (*upload_size > 0)
    return on_body_part (request, upload, upload_size);
  if (__atomic_load_n (&request->state, __ATOMIC_ACQUIRE) == PLATFORM_REQUEST_ANSWERED)
    return queue (request, request->response, FALSE);
  return request->started == 0 ? run (request) : MHD_YES;
}
