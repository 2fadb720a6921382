/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One method of one path. */
typedef struct
{
  char *method;
  char *path;
  GPtrArray *query; /* of char *, names */
  char *security;   /* what stands behind "security:"; NULL: nothing is said */
} ContractOperation;

/* All that data/openapi.yaml names. Returns: (transfer full): of ContractOperation; g_ptr_array_unref() frees
 * it */
GPtrArray *contract_read (void);
