"""How www.gov.test answers: search, content items, pages and sitemaps, after the APIs of GOV.UK."""
