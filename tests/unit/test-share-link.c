/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links to offers, as they are passed on and as desktops hand them over. */
#include "rambla-share-link.h"

#define DEAL "dea_0123456789abcdef"
#define BASE "https://rambla.example.org"

static const struct
{
  const char *text;
  const char *code; /* "": none; NULL: it is no such link */
} cases[] = {
  { BASE "/d/" DEAL "?by=0123456789", "0123456789" },
  { BASE "/d/" DEAL, "" },
  { BASE "/d/" DEAL "?by=short", "" },
  { BASE "/d/" DEAL "?by=0123456789&x=1", "" },
  { "rambla:/d/" DEAL "?by=abcdefghij", "abcdefghij" },
  { "rambla:///d/" DEAL, "" },
  { "rambla:/d/ord_0123456789abcdef", NULL },
  { "rambla:/e/" DEAL, NULL },
  { "rambla:", NULL },
  { BASE ".evil.example/d/" DEAL, NULL },
  { "https://elsewhere.example/d/" DEAL, NULL },
  { "file:///d/" DEAL, NULL },
  { "", NULL },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *deal = NULL;
      g_autofree char *code = NULL;
      gboolean is_link = rambla_share_link_parse (cases[i].text, BASE, &deal, &code);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (is_link, ==, cases[i].code != NULL);
      g_assert_cmpstr (deal, ==, is_link ? DEAL : NULL);
      g_assert_cmpstr (code, ==, is_link && *cases[i].code != '\0' ? cases[i].code : NULL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/share-link/cases", test_cases);
  return g_test_run ();
}
