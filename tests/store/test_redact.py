"""Secrets are replaced in every spelling."""

from __future__ import annotations

from urllib.parse import quote, quote_plus

from hypothesis import given
from hypothesis import strategies as st

from store.redact import redact


@given(
    st.text(min_size=4, max_size=30).filter(lambda text: text not in "REDACTED"),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_no_spelling_of_a_secret_is_left(secret: str, before: str, after: str) -> None:
    secret = secret.encode("utf-8", "replace").decode()
    for spelled in (secret, quote(secret), quote(secret, safe=""), quote_plus(secret)):
        kept = redact(f"{before}{spelled}{after}", [secret])
        assert "REDACTED" in kept and (spelled not in kept or spelled in f"{before}REDACTED{after}")


def test_the_longer_of_two_secrets_goes_first_and_nothing_is_no_secret() -> None:
    assert redact("key=abcdef&pass=abc", ["abc", "abcdef", ""]) == "key=REDACTED&pass=REDACTED"
    assert redact("a%2fb a%2Fb a/b", ["a/b"]) == "REDACTED REDACTED REDACTED"
    assert redact("nothing here", []) == "nothing here"
