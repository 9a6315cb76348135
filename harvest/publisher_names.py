"""Names, words of names and hosts that tell what kind of institution a publisher is."""

from __future__ import annotations

from collections.abc import Mapping

#: Institutions by name, in lower case without "the", whose names tell no class or the wrong one.
KNOWN: Mapping[str, str] = {
    "think tank": """king's fund; kings fund; joseph rowntree foundation; jrf; nuffield trust; health foundation; nesta; demos; reform;
        institute for public policy research; ippr; ippr north; institute for government; institute for fiscal studies; ifs;
        policy exchange; resolution foundation; new economics foundation; social market foundation; centre for cities; localis; new local;
        new local government network; nlgn; respublica; fabian society; smith institute; bright blue; centre for social justice;
        adam smith institute; civitas; chatham house; overseas development institute; rand europe; rand corporation; nuffield foundation;
        national centre for social research; natcen; work foundation; learning and work institute; institute for employment studies;
        centre for ageing better; royal society of arts; rsa; future of london; young foundation; onward; tony blair institute;
        international longevity centre; international longevity centre uk; ilc-uk; institute of economic affairs; compass; theos;
        innovation unit; what works centre for wellbeing; centre for public scrutiny; centre for governance and scrutiny; autonomy; ipsos mori;
        social finance; strategic society centre; centre for progressive policy; nuffield council on bioethics; joseph rowntree charitable trust;
        institute of health equity; race equality foundation; care policy and evaluation centre; welsh centre for public policy""",
    "agency or public body": """care quality commission; cqc; public health england; phe; uk health security agency; ukhsa; ofsted; monitor;
        national institute for health and care excellence; national institute for health and clinical excellence; nice; audit commission;
        national audit office; nao; office for national statistics; ons; homes england; homes and communities agency; environment agency;
        medical research council; economic and social research council; esrc; uk research and innovation; ukri; arts council england; arts council;
        national institute for health research; national institute for health and care research; nihr; commission for social care inspection;
        commission for health improvement; healthcare commission; general medical council; nursing and midwifery council; social work england;
        health and care professions council; general social care council; equality and human rights commission; competition and markets authority;
        health and safety executive; charity commission; charity commission for england and wales; local government and social care ombudsman;
        local government ombudsman; parliamentary and health service ombudsman; regulator of social housing; housing corporation;
        care inspectorate; audit scotland; audit wales; wales audit office; social care wales; historic england; natural england; sport england;
        office for budget responsibility; national archives; national lottery community fund; big lottery fund; information commissioner's office;
        disclosure and barring service; legal aid agency; hm courts and tribunals service; hm prison and probation service; insolvency service;
        hmicfrs; hm inspectorate of constabulary; hm inspectorate of prisons; hm inspectorate of probation; law commission; office for students;
        healthwatch england; migration advisory committee; skills funding agency; education funding agency;
        medicines and healthcare products regulatory agency; mhra; human fertilisation and embryology authority; planning inspectorate;
        transport for london; british council; low pay commission; social mobility commission; children's commissioner;
        children's commissioner for england; food standards agency; driver and vehicle licensing agency; companies house; met office;
        geological survey; british library; commission on race and ethnic disparities; infrastructure and projects authority;
        office of the public guardian; national data guardian; human tissue authority""",
    "NHS body": """nhs england; nhs improvement; nhs digital; nhs x; nhsx; health education england; nhs health scotland; nhs business services authority;
        nhs resolution; nhs litigation authority; nhs england and nhs improvement; nhs scotland; public health wales; public health scotland;
        nhs blood and transplant; nhs property services; nhs supply chain; nhs arden and gem; nhs institute for innovation and improvement;
        nhs information centre; health and social care information centre; nhs right care; nhs rightcare; nhs commissioning board; nhs transformation unit;
        nhs modernisation agency; strategy unit; midlands and lancashire commissioning support unit; health protection agency; nhs trust development authority""",
    "government department": """hm treasury; cabinet office; home office; foreign office; foreign and commonwealth office; prime minister's office;
        10 downing street; scottish government; welsh government; welsh assembly government; northern ireland executive; scottish executive;
        hm government; uk government; office of the deputy prime minister; attorney general's office; scotland office; wales office; government equalities office;
        northern ireland office; dhsc; department of health; dclg; mhclg; dluhc; defra; dwp; hmrc; hm revenue & customs; hm revenue and customs;
        foreign commonwealth & development office; foreign commonwealth and development office; office of the leader of the house of commons; office for civil society;
        office for health improvement and disparities; social exclusion unit; prime minister's strategy unit""",
    "charity or voluntary body": """age uk; age concern; help the aged; carers uk; carers trust; alzheimer's society; alzheimers society; macmillan cancer support;
        macmillan; mind; scope; mencap; sense; shelter; crisis; barnardo's; barnardos; nspcc; samaritans; rethink; rethink mental illness; turning point;
        change grow live; st mungo's; centrepoint; british red cross; citizens advice; national voices; social care institute for excellence; scie; leonard cheshire;
        research in practice; research in practice for adults; skills for care; skills for health; think local act personal; in control; dementia uk; marie curie; mhfa england;
        national council for voluntary organisations; ncvo; navca; acevo; volunteering matters; locality; national development team for inclusion; ndti;
        centre for mental health; mental health foundation; independent age; campaign to end loneliness; royal voluntary service; wrvs; community catalysts;
        shared lives plus; coalition for collaborative care; national autistic society; sue ryder; action for children; children's society; the children's society;
        british heart foundation; diabetes uk; stroke association; parkinson's uk; rnib; rnid; action on hearing loss; royal national institute of blind people;
        prison reform trust; howard league for penal reform; homeless link; housing lin; housing learning and improvement network; disability rights uk; oxfam;
        trussell trust; save the children; salvation army; women's aid; refuge; child poverty action group; runnymede trust; addaction; we are with you;
        humankind; forward trust; alcohol change uk; wellcome trust; lloyds bank foundation; esmee fairbairn foundation; stonewall; revolving doors;
        revolving doors agency; clinks; nacro; new philanthropy capital; npc; pathway; groundswell; social enterprise uk; nuffield health""",
    "professional body": """local government association; lga; nhs confederation; nhs providers; nhs employers; nhs alliance; nhs clinical commissioners; adass; adcs; solace;
        unison; trades union congress; tuc; cipfa; county councils network; district councils' network; london councils; care england; national care forum;
        national housing federation; care provider alliance; skills for justice; faculty of public health; royal pharmaceutical society; royal town planning institute;
        law society; bma; rcn; improvement and development agency; idea; improvement and development agency for local government; academy of medical royal colleges;
        cosla; confederation of british industry; cbi; welsh local government association; british psychological society; local government information unit; lgiu;
        society of county treasurers; national association of primary care; hospice uk; homecare association; family doctor association""",
    "university": """personal social services research unit; pssru; london school of economics and political science; london school of economics; lse; ucl;
        london school of hygiene and tropical medicine; imperial college; policy research unit in commissioning and the healthcare system; prucomm;
        health services management centre; social policy research unit; nihr school for social care research; school for social care research; centre for health economics""",
    "provider": """care uk; bupa; bupa care homes; virgin care; hc-one; four seasons health care; barchester healthcare; serco; capita; allied healthcare;
        mears; mears group; anchor hanover; sanctuary group; extracare charitable trust; methodist homes; housing 21; certitude; dimensions; voyage care; priory group""",
    "police or fire service": """metropolitan police; police service of northern ireland; british transport police; national crime agency; police scotland;
        london fire brigade; college of policing; national police chiefs' council; association of chief police officers; crown prosecution service""",
    "parliament": """house of commons; house of lords; house of commons library; house of lords library; national assembly for wales; scottish parliament; senedd;
        senedd cymru; northern ireland assembly; parliamentary office of science and technology; public accounts committee; committee of public accounts""",
    "other": """world health organization; world health organisation; who; organisation for economic co operation and development; oecd; european commission; eu;
        united nations; world bank; deloitte; kpmg; pricewaterhousecoopers; pwc; ernst & young; ey; mckinsey; mckinsey & company; ipsos; sitra; cordis bright; york consulting;
        office for public management; opm; mutual ventures; newton europe; frontier economics; optimity advisors; ecorys; icf""",
}  # fmt: skip

#: Words of names to classes, the first that stands in a name tells. ``^`` is at its beginning only, ``$`` at its end only.
CUES: tuple[tuple[str, str], ...] = (
    *((each, "professional body") for each in (
        "royal college of", "royal colleges", "british medical association", "association of directors", "chartered institute", "chartered society",
        "british association of", "society of chief executives", "society of local", "faculty of", "association of chartered", "trade union",
        "federation of small businesses", "nhs confederation", "general practitioners committee", "local medical committee", "association of county",
        "association of county councils", "association of local", "homecare association", "care association", "national association of",
        "association of london",
    )),
    *((each, "charity or voluntary body") for each in (
        "council for voluntary", "voluntary council", "voluntary action", "voluntary services council", "council of voluntary", "voluntary sector", "community foundation",
        "rural community council", "voluntary norfolk", "volunteer centre", "council for disabled children", "age uk", "age concern", "citizens advice", "british red cross",
        "^mind in", "mind$",
    )),
    *((each, "police or fire service") for each in (
        "police", "police and crime commissioner", "constabulary", "fire and rescue", "fire & rescue", "fire brigade", "fire service", "fire authority",
    )),
    *((each, "parliament") for each in (
        "house of commons", "house of lords", "select committee", "parliament", "all party parliamentary group", "all-party parliamentary group",
        "joint committee on human rights",
    )),
    *((each, "NHS body") for each in (
        "nhs trust", "nhs foundation trust", "foundation trust", "clinical commissioning group", "clinical commissioning groups", "ccg", "ccgs",
        "integrated care board", "icb", "integrated care system", "integrated care partnership", "primary care trust", "pct", "strategic health authority",
        "health authority", "health board", "commissioning support unit", "ambulance service", "teaching hospitals", "university hospitals", "university hospital",
        "university health board", "academic health science network", "health innovation network", "cancer alliance", "primary care network", "sustainability and transformation partnership",
        "care trust", "hospital trust", "clinical senate", "public health wales", "^nhs",
    )),
    *((each, "university") for each in (
        "university", "university of", "universities", "school of economics", "business school", "king's college london", "imperial college london", "university college",
        "policy research unit", "school of hygiene", "goldsmiths", "birkbeck", "prifysgol",
    )),
    *((each, "agency or public body") for each in (
        "research council", "healthwatch", "ombudsman", "inspectorate", "funding council", "professions council", "regulatory authority", "regulator", "office of the regulator",
        "commissioner for", "services authority", "skills council", "executive agency", "quality commission",
    )),
    *((each, "local authority") for each in (
        "county council", "borough council", "district council", "city council", "metropolitan borough", "london borough", "royal borough", "unitary authority",
        "parish council", "town council", "combined authority", "greater london authority", "corporation of london", "city of london corporation", "cyngor",
        "health and wellbeing board", "health & wellbeing board", "safeguarding adults board", "safeguarding children board", "safeguarding children partnership",
        "safeguarding adults partnership", "council of the isles of scilly", "mayor of london", "london assembly", "county borough",
    )),
    *((each, "provider") for each in (
        "hospice", "housing association", "housing group", "housing trust", "care homes", "care home", "homecare", "home care", "nursing homes", "nursing home",
        "cic", "community interest company", "healthcare ltd", "healthcare limited", "care ltd", "care limited", "support ltd", "support limited", "care group", "homes ltd", "homes limited",
        "leisure trust", "gp federation", "medical centre", "surgery$",
    )),
    *((each, "other") for each in ("llp", "ltd", "limited", "plc", "inc", "gmbh", "consulting", "consultants", "consultancy")),
    ("council", "local authority"),
    # After councils and universities, which have departments too.
    *((each, "government department") for each in ("^department for", "^department of", "^ministry of")),
    *((each, "agency or public body") for each in ("agency$", "authority$", "commission$")),
    *((each, "charity or voluntary body") for each in ("foundation$", "society$", "charity$", "charitable trust", "^foundation for", "trust$", "alliance of charities", "charities$")),
)  # fmt: skip

#: Hosts, and all below them.
HOSTS: Mapping[str, str] = {
    "nhs.uk": "NHS body", "nhs.net": "NHS body", "nhs.wales": "NHS body", "nhs.scot": "NHS body", "ac.uk": "university", "police.uk": "police or fire service",
    "parliament.uk": "parliament", "parliament.scot": "parliament", "senedd.wales": "parliament", "gov.wales": "government department",
    "gov.scot": "government department", "llyw.cymru": "government department", "nationalarchives.gov.uk": "agency or public body", "kingsfund.org.uk": "think tank",
    "jrf.org.uk": "think tank", "nuffieldtrust.org.uk": "think tank", "health.org.uk": "think tank", "nesta.org.uk": "think tank", "ippr.org": "think tank",
    "resolutionfoundation.org": "think tank", "instituteforgovernment.org.uk": "think tank", "ifs.org.uk": "think tank", "demos.co.uk": "think tank",
    "policyexchange.org.uk": "think tank", "neweconomics.org": "think tank", "smf.co.uk": "think tank", "reform.uk": "think tank", "newlocal.org.uk": "think tank",
    "natcen.ac.uk": "think tank", "ageing-better.org.uk": "think tank", "thersa.org": "think tank", "cfgs.org.uk": "think tank",
    "cqc.org.uk": "agency or public body", "nice.org.uk": "agency or public body", "nao.org.uk": "agency or public body", "ons.gov.uk": "agency or public body",
    "ofsted.gov.uk": "agency or public body", "hse.gov.uk": "agency or public body", "lgo.org.uk": "agency or public body", "ombudsman.org.uk": "agency or public body",
    "tfl.gov.uk": "agency or public body", "nihr.ac.uk": "agency or public body", "ukri.org": "agency or public body", "jisc.ac.uk": "agency or public body",
    "equalityhumanrights.com": "agency or public body", "audit-commission.gov.uk": "agency or public body", "hpa.org.uk": "NHS body",
    "dh.gov.uk": "government department", "doh.gov.uk": "government department", "dwp.gov.uk": "government department", "communities.gov.uk": "government department",
    "odpm.gov.uk": "government department", "dfes.gov.uk": "government department", "dcsf.gov.uk": "government department", "education.gov.uk": "government department",
    "hm-treasury.gov.uk": "government department", "cabinetoffice.gov.uk": "government department", "cabinet-office.gov.uk": "government department",
    "homeoffice.gov.uk": "government department", "justice.gov.uk": "government department", "defra.gov.uk": "government department", "bis.gov.uk": "government department",
    "local.gov.uk": "professional body", "lga.gov.uk": "professional body", "adass.org.uk": "professional body", "nhsconfed.org": "professional body",
    "nhsproviders.org": "professional body", "cipfa.org": "professional body", "rcn.org.uk": "professional body", "bma.org.uk": "professional body",
    "rcgp.org.uk": "professional body", "rcpsych.ac.uk": "professional body", "rcplondon.ac.uk": "professional body", "idea.gov.uk": "professional body",
    "ageuk.org.uk": "charity or voluntary body", "carersuk.org": "charity or voluntary body", "scie.org.uk": "charity or voluntary body", "ncvo.org.uk": "charity or voluntary body",
    "mind.org.uk": "charity or voluntary body", "housinglin.org.uk": "charity or voluntary body", "skillsforcare.org.uk": "charity or voluntary body",
    "london.gov.uk": "local authority", "who.int": "other", "oecd.org": "other", "europa.eu": "other",
}  # fmt: skip
