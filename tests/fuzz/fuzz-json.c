/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "rambla-json-writer.h"
#include "rambla-json.h"

/* What is accepted is written as something that is accepted again. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node = rambla_json_parse ((const char *) data, (gssize) size, 64 * 1024, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GError) error = NULL;

  RamblaJsonWriter writer;

  if (node == NULL)
    return 0;
  rambla_json_writer_init (&writer, text);
  rambla_json_writer_node (&writer, node);
  again = rambla_json_parse (text->str, (gssize) text->len, 1024 * 1024, &error);
  g_assert_no_error (error);
  return 0;
}
