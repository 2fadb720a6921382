# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at a platform's sign-in pages: follows links and redirects, keeps cookies, fills in forms, runs no script."""
import html.parser
import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request


class Forms(html.parser.HTMLParser):
    """The forms of a page: action, method, fields and buttons."""

    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            self.forms.append({"action": values.get("action", ""), "method": values.get("method", "get").lower(), "fields": {}, "buttons": []})
        elif tag == "input" and self.forms and values.get("name"):
            self.forms[-1]["fields"][values["name"]] = values.get("value", "")
        elif tag == "button" and self.forms and values.get("name"):
            self.forms[-1]["buttons"].append((values["name"], values.get("value", "")))


class Browser:
    def __init__(self):
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar))
        self.url = ""
        self.text = ""
        self.forms = []

    def _load(self, request):
        try:
            answer = self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.url = answer.geturl()
            self.text = answer.read().decode()
        parser = Forms()
        parser.feed(self.text)
        self.forms = parser.forms

    def open(self, url):
        self._load(urllib.request.Request(url, headers={"Accept-Language": "en"}))

    def submit(self, with_field, values=None, button=None):
        """Sends the form that has `with_field` (a field's name, or a button's), with `values`; `button` is the value of its button."""
        for form in self.forms:
            names = [name for name, _ in form["buttons"]]
            if with_field in form["fields"] or with_field in names:
                break
        else:
            raise AssertionError(f"no form with {with_field!r} at {self.url}: {self.forms}\n{self.text}")
        fields = {**form["fields"], **(values or {})}
        for name, value in form["buttons"]:
            if button is not None and value == button:
                fields[name] = value
        data = urllib.parse.urlencode(fields)
        target = urllib.parse.urljoin(self.url, form["action"])
        origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(self.url))
        headers = {"Accept-Language": "en", "Origin": origin, "Referer": self.url}
        if form["method"] == "get":
            self._load(urllib.request.Request(target + "?" + data, headers=headers))
        else:
            self._load(urllib.request.Request(target, data.encode(), headers))
