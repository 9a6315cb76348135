"""Forms in the miniature web: who takes them, and what the log keeps."""

from __future__ import annotations

import re

from harvest.demo.server import MiniWeb
from tests.demo.conftest import client_of

SEARCH = "http://cmis.epsilon.test/cmis5/Search.aspx"


def test_a_form_reaches_a_council_and_the_log_and_other_hosts_refuse_it() -> None:
    with MiniWeb() as web, client_of(web) as client:
        form = client.get(SEARCH).text
        fields = dict(re.findall(r'name="(__\w+)" id="[^"]*" value="([^"]*)"', form))
        fields["dnn$ctr424$ViewCMIS_Search$SimpleSearchSubmit"] = "Start Search"
        fields["dnn$ctr424$ViewCMIS_Search$SimpleSearchFor"] = "alliancing"
        fields["dnn$ctr424$ViewCMIS_Search$SimpleSearchSelector"] = "documents"
        assert "Documents Found" in client.post(SEARCH, data=fields).text
        assert web.requests[-1].method == "POST" and "alliancing" in web.requests[-1].posted
        assert "state information is invalid" in client.post(SEARCH, data=fields).text
        assert client.post("http://www.gov.test/", data=fields).status_code == 405
        assert client.post("http://www.zeta.test/", data=fields).status_code == 405
        assert client.post(SEARCH, data="a" * (1024 * 1024 + 1)).status_code == 413
