/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-server.h"

G_BEGIN_DECLS

/* The http room alone behind a real socket, with routes that show what a handler sees and can do. */
typedef struct
{
  PlatformServer *server;
  PlatformRouter *router;
  guint16 port;

  /* For deferred answers. */
  GMutex lock;
  GCond changed;
  GQueue deferred; /* of PlatformRequest */
  int race_fd;
  int ended;     /* atomic */
  int n_clients; /* atomic */
  gboolean raced;
} HttpRoom;

/* A whole request. */
#define GET(target) "GET " target " HTTP/1.1\r\nHost: x\r\n\r\n"
#define POST(target, headers, body) "POST " target " HTTP/1.1\r\nHost: x\r\n" headers "\r\n" body
#define JSON "Content-Type: application/json\r\n"

/* @data: (nullable): PlatformServerOptions */
void http_room_set_up (HttpRoom *fixture, gconstpointer data);
void http_room_tear_down (HttpRoom *fixture, gconstpointer data);

/* Adds the routes to a router of the test's own. @fixture: (nullable): needed by "/defer" */
void http_room_add_routes (HttpRoom *fixture, PlatformRouter *router);

/* The next request to "/defer"; waits for it. Returns: (transfer full) */
PlatformRequest *http_room_take_deferred (HttpRoom *fixture);

/* Fails the test unless the answer is this problem, in every part. */
void http_room_assert_problem (const char *answer, guint status, const char *code);

/* Fails the test unless the answer's header has this. @expected: (nullable): NULL: it must not be there */
void http_room_assert_header (const char *answer, const char *name, const char *expected);

/* One test over a room. */
typedef struct
{
  const char *path;
  void (*func) (HttpRoom *fixture, gconstpointer data);
  const PlatformServerOptions *options;
} HttpRoomTest;

/* Adds tests to g_test_run (). */
void http_room_add_tests (const HttpRoomTest *tests, gsize n_tests);

G_END_DECLS
