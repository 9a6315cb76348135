"""The same two references in the forms in which programs write them."""

RIS = """TY  - JOUR
T1  - The theory and practice of integrative health care governance
A1  - Gauld, Robin
Y1  - 2017///
JF  - Journal of Integrated Care
VL  - 25
IS  - 1
SP  - 61
EP  - 72
DO  - 10.1108/JICA-10-2016-0035
AB  - How alliances govern.
ER  -\x20
TY  - RPRT
T1  - Alliance contracting
A1  - The King's Fund
Y1  - 2014/11/05/
PB  - The King's Fund
UR  - https://www.kingsfund.org.uk/alliance
ER  -\x20
"""

BIBTEX = r"""% Encoding: UTF-8
@string{jic = "Journal of Integrated Care"}

@article{gauld2017,
  title = {The theory and practice of {{integrative}} health care governance},
  author = {Gauld, Robin},
  year = 2017,
  journal = jic,
  volume = {25}, number = {1}, pages = {61--72},
  doi = {https://doi.org/10.1108/JICA-10-2016-0035},
  abstract = {How alliances govern 50% of care \& more.},
}
@techreport{kf2014,
  title = "Alliance " # "contracting",
  author = {{The King's Fund} and M{\"u}ller, J{\'e}r{\^o}me},
  institution = {The King's Fund},
  year = {2014}, month = nov,
  url = {https://www.kingsfund.org.uk/alliance\_contracting?a=1\&b=2},
  number = {TR-7},
}
"""

ENDNOTE = """<?xml version="1.0" encoding="UTF-8" ?><xml><records>
<record><database name="My.enl">My.enl</database><rec-number>1</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal" font="default" size="100%">Gauld, Robin</style></author></authors></contributors>
<titles><title><style face="normal">The theory and practice of </style><style face="italic">integrative</style><style face="normal"> health care governance</style></title>
<secondary-title><style>Journal of Integrated Care</style></secondary-title></titles>
<pages><style>61-72</style></pages><volume><style>25</style></volume><number><style>1</style></number>
<dates><year><style>2017</style></year></dates><electronic-resource-num><style>10.1108/JICA-10-2016-0035</style></electronic-resource-num></record>
<record><rec-number>2</rec-number><ref-type name="Report">27</ref-type>
<contributors><authors><author>The King's Fund,</author></authors></contributors>
<titles><title>Alliance contracting</title></titles><dates><year>2014</year><pub-dates><date>5 November</date></pub-dates></dates>
<publisher>The King's Fund</publisher><urls><related-urls><url>https://www.kingsfund.org.uk/alliance</url></related-urls>
<pdf-urls><url>internal-pdf://1/a.pdf</url></pdf-urls></urls><access-date>2026-11-03</access-date></record>
</records></xml>
"""

WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Gauld, R
AF Gauld, Robin
TI The theory and practice of integrative
   health care governance
SO JOURNAL OF INTEGRATED CARE
LA English
DT Article
DE alliance; governance
AB How alliances
   govern.
PU EMERALD
PD FEB 15
PY 2017
VL 25
IS 1
BP 61
EP 72
DI 10.1108/JICA-10-2016-0035
UT WOS:000393852800007
ER

PT B
AU Ham, C
   Smith, J
TI Alliance contracting
PY 2014
BN 978-1-4471-4999-6
UT WOS:2
ER

EF"""

PUBMED = """
PMID- 28123456
OWN - NLM
DP  - 2017 Feb 15
TI  - The theory and practice of integrative
      health care governance.
PG  - 61-72
LID - 10.1108/JICA-10-2016-0035 [doi]
AB  - How alliances
      govern.
FAU - Gauld, Robin
AU  - Gauld R
LA  - eng
PT  - Journal Article
TA  - J Integr Care
JT  - Journal of integrated care
VI  - 25
IP  - 1

PMID- 28123457
DP  - 2014 Winter
TI  - Alliance contracting
CN  - The King's Fund
PT  - Technical Report
"""

CSL = """[
  {
    "id": "gauld2017", "type": "article-journal", "title": "The theory and practice of integrative health care governance",
    "author": [{"family": "Gauld", "given": "Robin"}], "issued": {"date-parts": [[2017, 2]]},
    "container-title": "Journal of Integrated Care", "volume": 25, "issue": "1", "page": "61-72", "DOI": "10.1108/JICA-10-2016-0035"
  },
  {
    "id": "kf2014", "type": "report", "title": "Alliance contracting", "author": [{"literal": "The King's Fund"}],
    "issued": {"date-parts": [["2014", "11", "5"]]}, "publisher": "The King's Fund", "URL": "https://www.kingsfund.org.uk/alliance"
  }
]
"""

ZOTERO = (
    '\ufeff"Key","Item Type","Publication Year","Author","Title","Publication Title","ISBN","ISSN","DOI","Url","Abstract Note","Date","Date Added",'
    '"Date Modified","Access Date","Pages","Num Pages","Issue","Volume","Publisher","Extra","Notes","Manual Tags","Automatic Tags"\r\n'
    '"ABCD1234","journalArticle","2017","Gauld, Robin; Horsburgh, Simon","The theory and practice of integrative health care governance",'
    '"Journal of Integrated Care","","1476-9018","10.1108/JICA-10-2016-0035","","How alliances\ngovern.","2017-02-15","2026-01-01 10:00:00",'
    '"2026-01-01 10:00:00","","61-72","","1","25","","","","alliance; governance",""\r\n'
    '"EFGH5678","report","2014","The King\'s Fund","Alliance contracting","","","","","https://www.kingsfund.org.uk/alliance","","2014-11-05",'
    '"2026-01-01","2026-01-01","2026-11-03 09:00:00","","","","","The King\'s Fund","","","",""\r\n'
)

SCHOLAR = (
    "Cites,Authors,Title,Year,Source,Publisher,ArticleURL,CitesURL,GSRank,QueryDate,Type,DOI,ISSN,CitationURL,Volume,Issue,StartPage,EndPage\n"
    '12,"R Gauld, S Horsburgh","The theory and practice of integrative health care governance",2017,"Journal of Integrated Care",emerald.com,'
    'https://www.emerald.com/a,https://scholar.google.com/x,1,"2026-11-03 10:00:00","","10.1108/JICA-10-2016-0035","","",25,1,61,72\n'
    '3,"C Ham, ...","Alliance contracting: the way …",0,"","kingsfund.org.uk",https://www.kingsfund.org.uk/alliance,,2,"2026-11-03 10:00:00",PDF,,,,,,,\n'
)

SCOPUS = (
    '"Authors","Author full names","Author(s) ID","Title","Year","Source title","Volume","Issue","Art. No.","Page start","Page end","Page count",'
    '"Cited by","DOI","Link","Abstract","Author Keywords","Document Type","EID"\n'
    '"Gauld R.; Horsburgh S.","Gauld, Robin (7004207777); Horsburgh, Simon (8888888)","7004207777; 8888888",'
    '"The theory and practice of integrative health care governance","2017","Journal of Integrated Care","25","1","","61","72","11","12",'
    '"10.1108/JICA-10-2016-0035","https://www.scopus.com/x","How alliances govern.","alliance; governance","Article","2-s2.0-1"\n'
)

RAYYAN = (
    "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,notes,doi,keywords\n"
    "rayyan-1,The theory and practice of integrative health care governance,2017,2,1,Journal of Integrated Care,,25,1,61-72,"
    '"Gauld, Robin and Horsburgh, Simon",,eng,,,How alliances govern.,"RAYYAN-INCLUSION: {""Emily""=>""Included""}",10.1108/JICA-10-2016-0035,\n'
    "rayyan-2,Alliance contracting,2014,1,1,,,,,,Department of Health and Social Care,https://www.kingsfund.org.uk/alliance,,,,,,,\n"
)

COVIDENCE = (
    "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"
    'The theory and practice of integrative health care governance,"Gauld, Robin; Horsburgh, Simon",How alliances govern.,2017,,'
    "Journal of Integrated Care,25,1,61-72,,10.1108/JICA-10-2016-0035,1,#1,Gauld 2017,,\n"
)
