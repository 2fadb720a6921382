/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The real program, in a folder of its own, on a port of its own. Fails the test when the program does not
 * start, writes more than its one line, or does not end cleanly. */
typedef struct _PlatformFixture PlatformFixture;

/* Starts rambla-platform with an empty data directory. @arguments: (nullable): what to add to --data and
 * --listen */
PlatformFixture *platform_fixture_new (const char *const *arguments);

/* Stops it with SIGTERM, checks that it ends with 0, and removes its folder. */
void platform_fixture_free (PlatformFixture *self);

/* Stops it with SIGTERM and checks that it ends with 0; keeps the data. */
void platform_fixture_stop (PlatformFixture *self);

/* Ends it with SIGKILL; keeps the data. */
void platform_fixture_kill (PlatformFixture *self);

/* Starts it again with the same data, on another port. */
void platform_fixture_start (PlatformFixture *self);

/* "http://127.0.0.1:PORT" */
const char *platform_fixture_get_uri (PlatformFixture *self);
guint16 platform_fixture_get_port (PlatformFixture *self);
const char *platform_fixture_get_data_directory (PlatformFixture *self);
int platform_fixture_get_pid (PlatformFixture *self);

/* What the next start adds to --data and --listen instead. */
void platform_fixture_set_arguments (PlatformFixture *self, const char *const *arguments);

/* The object that the program said when it was ready. Returns: (transfer none) */
JsonObject *platform_fixture_get_ready (PlatformFixture *self);

/* Starts a program that dies with the test, should that die. Returns: (transfer full) */
GSubprocess *platform_fixture_spawn (const char *const *argv, GSubprocessFlags flags);

/* Runs the program to its end, for starts that must fail. @errors: (out) (optional): what it said on standard
 * error; it must have said nothing on standard output. Returns: its exit code, -1 when a signal ended it */
int platform_fixture_run (const char *const *arguments, char **errors);

/* The program's path. */
const char *platform_fixture_get_program (void);

/* Removes a folder with all that is in it. */
void platform_fixture_remove_folder (const char *path);

/* One answer. */
typedef struct
{
  guint status;
  char *type; /* Content-Type without parameters; "" where there is none */
  char *etag; /* NULL where there is none */
  char *location;
  char *link;
  GBytes *body;
  JsonNode *json; /* NULL where the body is no JSON */
} PlatformAnswer;

/* Calls the platform. @body: (nullable): JSON text. The rest: names and values of header fields, up to NULL;
 * a NULL value leaves its field out. Returns: (transfer full) */
PlatformAnswer *platform_fixture_call (PlatformFixture *self,
                                       const char *method,
                                       const char *path,
                                       const char *body,
                                       ...) G_GNUC_NULL_TERMINATED;

/* Short for GET with a bearer token. @token: (nullable) */
PlatformAnswer *platform_fixture_get (PlatformFixture *self, const char *path, const char *token);

/* Short for POST with a bearer token and an Idempotency-Key. @token, @key: (nullable): without quotes */
PlatformAnswer *platform_fixture_post (PlatformFixture *self,
                                       const char *path,
                                       const char *token,
                                       const char *key,
                                       const char *body);

/* Posts a form. @path: on the platform, or a whole address elsewhere. @token: (nullable): a bearer token.
 * @body: application/x-www-form-urlencoded */
PlatformAnswer *
platform_fixture_post_form (PlatformFixture *self, const char *path, const char *token, const char *body);

/* Signs a sample account in with the code of the ready line, which is good once for each start.
 * @role: "consumer", "merchant", "kiosk" or "operator". Returns: (transfer full): an access token */
char *platform_fixture_sign_in (PlatformFixture *self, const char *role);

/* The answer's object; fails the test when it is none. Returns: (transfer none) */
JsonObject *platform_answer_get_object (PlatformAnswer *self);

/* Fails the test unless the answer is this problem, in every part. */
void platform_answer_assert_problem (PlatformAnswer *self, guint status, const char *code);
void platform_answer_free (PlatformAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformFixture, platform_fixture_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformAnswer, platform_answer_free)

G_END_DECLS
