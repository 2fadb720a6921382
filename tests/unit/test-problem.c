/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-problem.h"

#include <string.h>

#include "rambla-json.h"

static void
test_table (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = RAMBLA_PROBLEM_NONE + 1; i < RAMBLA_PROBLEM_UNKNOWN; i++)
    {
      RamblaProblemCode code = (RamblaProblemCode) i;
      const char *text = rambla_problem_code_to_string (code);
      const char *title = rambla_problem_code_get_title (code);
      unsigned int status = rambla_problem_code_get_status (code);
      g_autofree char *uri = rambla_problem_code_get_type_uri (code);

      g_assert_nonnull (text);
      g_assert_cmpuint (strspn (text, "abcdefghijklmnopqrstuvwxyz_"), ==, strlen (text));
      g_assert_true (g_hash_table_add (seen, (gpointer) text));
      g_assert_cmpint (rambla_problem_code_from_string (text), ==, code);
      g_assert_true (status >= 400 && status < 600);
      g_assert_true (g_ascii_isupper (title[0]));
      g_assert_cmpint (title[strlen (title) - 1], !=, '.');
      g_assert_true (g_str_has_suffix (uri, text));
    }
  g_assert_cmpint (rambla_problem_code_from_string (NULL), ==, RAMBLA_PROBLEM_NONE);
  g_assert_cmpint (rambla_problem_code_from_string ("no_such_thing"), ==, RAMBLA_PROBLEM_UNKNOWN);
  g_assert_null (rambla_problem_code_to_string ((RamblaProblemCode) 9999));
  g_assert_cmpuint (rambla_problem_code_get_status ((RamblaProblemCode) 9999), ==, 500);
  g_assert_cmpuint (rambla_problem_code_get_status (RAMBLA_PROBLEM_ALREADY_REDEEMED), ==, 409);
  g_assert_cmpuint (rambla_problem_code_get_status (RAMBLA_PROBLEM_IDEMPOTENCY_MISMATCH), ==, 422);
}

static void
test_statuses (void)
{
  for (unsigned int status = 0; status < 700; status++)
    {
      RamblaProblemCode code = rambla_problem_code_from_status (status);

      if (status >= 200 && status < 400)
        g_assert_cmpint (code, ==, RAMBLA_PROBLEM_NONE);
      else
        g_assert_nonnull (rambla_problem_code_to_string (code));
    }
  g_assert_cmpint (rambla_problem_code_from_status (404), ==, RAMBLA_PROBLEM_NOT_FOUND);
  g_assert_cmpint (rambla_problem_code_from_status (503), ==, RAMBLA_PROBLEM_UNAVAILABLE);
}

static void
test_parse (void)
{
  static const char BODY[] = "{\"type\":\"/problems/invalid_field\",\"title\":\"A field is not "
                             "valid\",\"status\":422,\"detail\":\"a\\nb\",\"code\":\"invalid_field\","
                             "\"errors\":[{\"pointer\":\"/quantity\",\"detail\":\"must be from 1 to "
                             "20\"},{\"detail\":\"nowhere\"},5],\"redeemed_at\":\"2026-11-21T20:06:20Z\"}";
  g_autoptr (RamblaProblem) problem = rambla_problem_parse (422, BODY, -1);
  g_autoptr (RamblaProblem) copy = rambla_problem_copy (problem);
  const RamblaProblemField *field;

  g_assert_cmpint (copy->code, ==, RAMBLA_PROBLEM_INVALID_FIELD);
  g_assert_cmpuint (copy->status, ==, 422);
  g_assert_cmpstr (copy->code_text, ==, "invalid_field");
  g_assert_cmpstr (copy->detail, ==, "a b");
  g_assert_cmpuint (copy->fields->len, ==, 1);
  field = g_ptr_array_index (copy->fields, 0);
  g_assert_cmpstr (field->pointer, ==, "/quantity");
  g_assert_cmpstr (field->detail, ==, "must be from 1 to 20");
  g_assert_cmpstr (json_object_get_string_member (copy->body, "redeemed_at"), ==, "2026-11-21T20:06:20Z");
}

static void
test_parse_hostile (void)
{
  static const struct
  {
    unsigned int status;
    const char *body;
    RamblaProblemCode code;
  } CASES[] = {
    { 404, NULL, RAMBLA_PROBLEM_NOT_FOUND },
    { 404, "", RAMBLA_PROBLEM_NOT_FOUND },
    { 502, "<html>Bad gateway</html>", RAMBLA_PROBLEM_UNAVAILABLE },
    { 500, "[1,2]", RAMBLA_PROBLEM_INTERNAL },
    { 409, "{\"code\":5,\"title\":[],\"detail\":{},\"errors\":\"x\"}", RAMBLA_PROBLEM_CONFLICT },
    { 409, "{\"code\":\"a_newer_code\"}", RAMBLA_PROBLEM_UNKNOWN },
    { 409, "{\"code\":\"out_of_stock\",\"errors\":[null,[],{}]}", RAMBLA_PROBLEM_OUT_OF_STOCK },
  };
  GString *huge = g_string_new ("{\"code\":\"internal\",\"detail\":\"");

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (RamblaProblem) problem = rambla_problem_parse (CASES[i].status, CASES[i].body, -1);

      g_assert_cmpint (problem->code, ==, CASES[i].code);
      g_assert_cmpuint (problem->status, ==, CASES[i].status);
      g_assert_cmpuint (problem->fields->len, ==, 0);
    }

  for (int i = 0; i < 3000; i++)
    g_string_append (huge, "ñ");
  g_string_append (huge, "\"}");
  {
    g_autoptr (RamblaProblem) problem = rambla_problem_parse (500, huge->str, (gssize) huge->len);

    g_assert_cmpuint (strlen (problem->detail), ==, 2000);
    g_assert_true (g_utf8_validate (problem->detail, -1, NULL));
  }
  g_string_free (huge, TRUE);
}

static void
test_write (void)
{
  GString *out = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, out);
  rambla_json_writer_begin_object (&writer);
  rambla_problem_write_members (&writer, RAMBLA_PROBLEM_OUT_OF_STOCK, "2 are left");
  rambla_json_writer_member_int (&writer, "left", 2);
  rambla_json_writer_end_object (&writer);
  g_assert_cmpstr (
      out->str, ==,
      "{\"type\":\"/problems/out_of_stock\",\"title\":\"Not enough of it is left\",\"status\":409,"
      "\"detail\":\"2 are left\",\"code\":\"out_of_stock\",\"left\":2}");
  g_string_free (out, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/problem/table", test_table);
  g_test_add_func ("/problem/statuses", test_statuses);
  g_test_add_func ("/problem/parse", test_parse);
  g_test_add_func ("/problem/parse-hostile", test_parse_hostile);
  g_test_add_func ("/problem/write", test_write);
  return g_test_run ();
}
