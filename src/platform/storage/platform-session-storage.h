/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* Codes and tokens are kept and looked up by their SHA-256 only. */
#define PLATFORM_SECRET_HASH_SIZE 32

typedef enum
{
  PLATFORM_TOKEN_ACCESS,
  PLATFORM_TOKEN_REFRESH,
} PlatformTokenKind;

/* A token together with the session that it belongs to. */
typedef struct
{
  PlatformTokenKind kind;
  char *session_id;      /* ses_… */
  char *account_id;      /* acc_… */
  char *client_id;       /* who it was given to */
  char *scope;           /* separated by single spaces */
  gint64 expires_at;     /* seconds since 1970 */
  gint64 used_at;        /* when a refresh token was traded; 0: not yet */
  gboolean child_used;   /* a refresh token got for this one was itself traded since */
  gboolean sibling_used; /* another one got for the same as this one was traded */
  gboolean revoked;      /* the session was ended */
} PlatformToken;

void platform_token_free (PlatformToken *token);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformToken, platform_token_free)

/**
 * platform_session_storage_insert_code:
 * @hash: of the one-time code
 * @expires_at: seconds since 1970
 */
gboolean platform_session_storage_insert_code (PlatformDatabase *database,
                                               const guint8 *hash,
                                               const char *account_id,
                                               const char *scope,
                                               gint64 expires_at,
                                               GError **error);

/**
 * platform_session_storage_take_code:
 * @account_id: (out) (transfer full): whose code it was
 * @scope: (out) (transfer full): what it was for
 *
 * Uses a code up, in one statement.
 *
 * Returns: PLATFORM_STEP_ROW once; PLATFORM_STEP_DONE if it is unknown, used or too old
 */
PlatformStep platform_session_storage_take_code (PlatformDatabase *database,
                                                 const guint8 *hash,
                                                 gint64 now,
                                                 char **account_id,
                                                 char **scope,
                                                 GError **error);

gboolean platform_session_storage_insert (PlatformDatabase *database,
                                          const char *id,
                                          const char *account_id,
                                          const char *client_id,
                                          const char *scope,
                                          gint64 now,
                                          GError **error);

/**
 * platform_session_storage_insert_token:
 * @parent: (nullable): hash of the refresh token that was traded for it
 */
gboolean platform_session_storage_insert_token (PlatformDatabase *database,
                                                const guint8 *hash,
                                                const char *session_id,
                                                PlatformTokenKind kind,
                                                const guint8 *parent,
                                                gint64 now,
                                                gint64 expires_at,
                                                GError **error);

/**
 * platform_session_storage_get_token:
 * @token: (out) (transfer full): the token; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if it is not known, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_session_storage_get_token (PlatformDatabase *database,
                                                 const guint8 *hash,
                                                 PlatformToken **token,
                                                 GError **error);

/**
 * platform_session_storage_mark_used:
 *
 * Notes that a refresh token was traded; the first time stays.
 */
gboolean platform_session_storage_mark_used (PlatformDatabase *database,
                                             const guint8 *hash,
                                             gint64 now,
                                             GError **error);

/**
 * platform_session_storage_revoke:
 *
 * Ends a session: none of its tokens is good any more.
 */
gboolean platform_session_storage_revoke (PlatformDatabase *database,
                                          const char *session_id,
                                          gint64 now,
                                          GError **error);

/**
 * platform_session_storage_forget:
 *
 * Deletes codes and tokens that expired before @before.
 */
gboolean platform_session_storage_forget (PlatformDatabase *database, gint64 before, GError **error);

G_END_DECLS
