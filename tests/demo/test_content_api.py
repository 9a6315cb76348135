"""/api/content and /api/organisations: statuses, headers and the parts of an item that matter."""

from __future__ import annotations

from typing import Any

import requests

WWW = "http://www.gov.test"
API = f"{WWW}/api/content"


def item(client: requests.Session, path: str) -> dict[str, Any]:
    answer = client.get(API + path, allow_redirects=False)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_an_item_is_cached_for_five_minutes_and_revalidated_by_its_etag(client: requests.Session) -> None:
    address = API + "/government/publications/redcliffe-recovery-partnership-evaluation"
    first = client.get(address)
    assert first.headers["Cache-Control"] == "max-age=300, public"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_three_kinds_of_attachment_are_told_apart(client: requests.Session) -> None:
    twins = item(client, "/government/publications/ashford-vale-home-first-review")["details"]["attachments"]
    html, file = twins
    assert (html["attachment_type"], html["content_type"]) == ("html", None)
    assert html["url"] == "/government/publications/ashford-vale-home-first-review/home-first-in-ashford-vale"
    assert (file["attachment_type"], file["content_type"]) == ("file", "application/pdf")
    assert file["file_size"] == len(client.get(file["url"]).content)
    external = item(client, "/government/publications/end-of-life-care-together-in-calder-bay")
    assert external["details"]["attachments"][0]["attachment_type"] == "external"


def test_older_items_name_their_files_only_in_html(client: requests.Session) -> None:
    details = item(client, "/government/publications/learning-disability-contracts-lessons-from-harrowby")[
        "details"
    ]
    assert "attachments" not in details
    assert '<section class="attachment embedded"' in details["documents"][0]
    old = "/government/uploads/system/uploads/attachment_data/file/215601/dh_harrowby_lessons.pdf"
    assert f'href="{old}"' in details["documents"][0]
    assert client.get(WWW + old).content.startswith(b"%PDF")


def test_files_may_stand_inside_the_body(client: requests.Session) -> None:
    details = item(client, "/government/publications/care-closer-to-home-a-plan")["details"]
    assert "attachments" not in details
    assert "documents" not in details
    assert "attachment_data/file/775120/care-closer-to-home.pdf" in details["body"]


def test_html_publications_are_items_of_their_own_linked_both_ways(client: requests.Session) -> None:
    parent = item(client, "/government/publications/contracting-for-outcomes-in-local-services")
    child_path = parent["links"]["children"][0]["base_path"]
    child = item(client, child_path)
    assert child["schema_name"] == "html_publication"
    assert "alliance commissioning" in child["details"]["body"]
    assert child["links"]["parent"][0]["content_id"] == parent["content_id"]
    assert child["content_id"] != parent["content_id"]


def test_a_guide_holds_all_parts_and_a_part_address_leads_to_it(client: requests.Session) -> None:
    guide = item(client, "/working-in-alliances")
    assert guide["details"]["parts"][0]["slug"] == "what-it-is"
    part = client.get(API + "/working-in-alliances/who-uses-it", allow_redirects=False)
    assert (part.status_code, part.headers["Location"]) == (303, "/api/content/working-in-alliances")


def test_a_renamed_work_leaves_a_redirect_item_with_its_content_id(client: requests.Session) -> None:
    old = "/government/publications/drug-and-alcohol-services-review-of-new-contract-forms"
    left = item(client, old)
    new = left["redirects"][0]["destination"]
    assert (left["schema_name"], left["document_type"]) == ("redirect", "redirect")
    assert item(client, new)["content_id"] == left["content_id"]
    page = client.get(WWW + old, allow_redirects=False)
    assert (page.status_code, page.headers["Location"]) == (301, WWW + new)


def test_gone_unknown_and_withdrawn_items_answer_differently(client: requests.Session) -> None:
    gone = client.get(API + "/government/publications/oakhanger-pilot-report")
    assert (gone.status_code, gone.json()["document_type"]) == (410, "gone")
    assert gone.json()["details"]["alternative_path"].startswith("/government/collections/")
    assert client.get(API + "/government/publications/never-was").status_code == 404
    withdrawn = item(client, "/government/publications/commissioning-carers-services-through-alliances")
    assert withdrawn["withdrawn_notice"]["withdrawn_at"].startswith("2020-03-31")
    assert withdrawn["details"]["body"]


def test_a_collection_lists_members_and_keeps_the_id_of_one_that_is_gone(client: requests.Session) -> None:
    collection = item(client, "/government/collections/learning-from-local-pilots")
    linked = {link["content_id"] for link in collection["links"]["documents"]}
    listed = {name for group in collection["details"]["collection_groups"] for name in group["documents"]}
    assert linked < listed
    assert len(listed - linked) == 1
    member = item(client, collection["links"]["documents"][0]["base_path"])
    assert member["links"]["document_collections"][0]["content_id"] == collection["content_id"]


def test_an_undated_work_has_no_dates(client: requests.Session) -> None:
    toolkit = item(client, "/government/publications/alliance-readiness-toolkit")
    assert toolkit["first_published_at"] is None
    assert toolkit["public_updated_at"] is None


def test_translations_share_the_content_id(client: requests.Session) -> None:
    plan = item(client, "/government/publications/care-closer-to-home-a-plan")
    twins = plan["links"]["available_translations"]
    assert [twin["locale"] for twin in twins] == ["en", "cy"]
    assert item(client, twins[1]["base_path"])["content_id"] == plan["content_id"]


def test_organisations_can_be_listed_and_looked_up(client: requests.Session) -> None:
    listed = client.get(f"{WWW}/api/organisations").json()
    assert listed["total"] == len(listed["results"]) > 5
    one = client.get(f"{WWW}/api/organisations/office-for-place-partnerships").json()
    assert one["details"]["slug"] == "office-for-place-partnerships"
    assert client.get(f"{WWW}/api/organisations/ministry-of-silence").status_code == 404
    assert (
        item(client, "/government/organisations/office-for-place-partnerships")["content_id"]
        == (one["details"]["content_id"])
    )
