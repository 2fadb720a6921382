/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-auth.h"
#include "platform-city-storage.h"
#include "platform-clock.h"
#include "platform-database.h"
#include "platform-limits.h"
#include "platform-passwords.h"
#include "platform-event-feed.h"
#include "platform-provider.h"
#include "platform-router.h"
#include "platform-sample-accounts.h"
#include "platform-sandbox-provider.h"
#include "platform-scheduler.h"
#include "platform-server.h"
#include "platform-tile-storage.h"
#include "platform-trade.h"
#include "platform-writer.h"

G_BEGIN_DECLS

/**
 * PlatformContext:
 * @readers: connections for reading: platform_database_pool_get (context->readers, &error) in a handler
 * @writer: the one writer
 * @clock: the time to act by
 * @server: the server, for its address and counters
 * @data_directory: where the platform keeps its files; exists, is ours and is locked against other processes
 * @city_directory: (nullable): the city to import
 * @base_uri: what clients reach us at, without a slash at the end: what links and issuer are made from
 * @database_path: the database's file
 * @sandbox: with sample accounts and the sandbox payment provider
 * @city: (nullable): what the platform is about; NULL until a city was imported.
 *   platform_routes_catalogue_open() sets it
 * @tiles: (nullable): its map
 * @provider: (nullable): who moves the money; platform_routes_payments_open() sets it
 * @sandbox_provider: (nullable): with @sandbox, what @provider speaks to
 * @trade: (nullable): what the rules of the trade work with; set once there is a city
 * @auth: what the authorizer looks tokens up with
 * @passwords: where passwords are looked at
 * @sample_accounts: (nullable): with @sandbox, the accounts to sign in as
 * @scheduler: (nullable): what @trade does by itself
 * @gate: (nullable): what keeps to the limits, for its counters
 * @started: seconds since 1970, when the program was started
 * @commission: on new orders, in ten-thousandths; -1: what is customary
 * @feed: (nullable): who listens to what happens; set once there is a city
 *
 * What every handler gets as its context. Set up by main() before the first request, unchanged and alive
 * until the last one has ended, so it is read without locks. A room that needs a state of its own adds a
 * field here and has its platform_routes_…_add() fill it.
 */
typedef struct
{
  PlatformDatabasePool *readers;
  PlatformWriter *writer;
  PlatformClock *clock;
  PlatformServer *server;
  const char *data_directory;
  const char *city_directory;
  const char *base_uri;
  const char *database_path;
  gboolean sandbox;
  PlatformCity *city;
  PlatformTiles *tiles;
  PlatformProvider *provider;
  PlatformSandboxProvider *sandbox_provider;
  PlatformTrade *trade;
  PlatformAuth auth;
  PlatformPasswords *passwords;
  PlatformSampleAccounts *sample_accounts;
  PlatformScheduler *scheduler;
  PlatformLimitGate *gate;
  gint64 started;
  gint64 commission;
  PlatformEventFeed *feed;
} PlatformContext;

G_END_DECLS
