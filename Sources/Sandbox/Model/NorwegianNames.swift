/// Made-up people, companies and places: common name parts combined at random.
enum NorwegianNames {
    static let first = [
        "Ola", "Kari", "Åse", "Bjørn", "Øyvind", "Ærlend", "Ingrid", "Sølvi", "Håkon", "Astrid", "Pål",
        "Gunnhild", "Jørgen", "Turid", "Torbjørn", "Marte", "Åsmund", "Solveig", "Kåre", "Bjørg", "Sindre",
        "Frøydis", "Eirik", "Ragnhild", "Stål", "Tone", "Anne-Grete", "Per Åge", "Lærke", "Nils",
    ]
    static let middle = ["Mikkel", "Brekke", "Lund", "Øie", "Ås", "Moen", "Sæther", "Ness"]
    static let last = [
        "Nordmann", "Fjellåsen", "Grønnerud", "Sjøvoll", "Bærhaug", "Østbygda", "Vårdal", "Skogvåg",
        "Myrsæter", "Tjernlund", "Kråkstø", "Steinbråten", "Løkkebakken", "Hårstad", "Bjørkelid", "Ødemark",
        "Furuknaus", "Sandvær", "Lyngåsen", "Rødhammer", "Blåfjell", "Vestengen", "Nygårdsli", "Haugtussen",
    ]
    static let companies = [
        "NORDFJELL INDUSTRI", "SØRLANDET BÅTBYGGERI", "ÅSGARD ENERGI", "FJORDKRAFT VERKSTED",
        "VÆRØY SJØMAT", "BJØRNEFJELL TRANSPORT", "TRØNDERSK TREVARE", "ØSTMARKA EIENDOM",
        "POLARSIRKELEN LOGISTIKK", "GRÅBERGET GRUVE", "LILLEVIK REGNSKAP", "STORMHAVET OFFSHORE",
    ]
    static let companyForms = ["AS", "ASA", "HOLDING AS", "NORGE AS", "DRIFT AS", "SERVICE AS"]
    static let streets = [
        "Olav Tryggvasons gate", "Kirkegårdsveien", "Sjøgata", "Industriveien", "Bærumsåsen",
        "Øvre Torggate", "Skippergata", "Måkeveien", "Fyrstikkalléen", "Gamle Fløyveien",
    ]
    static let places = [
        ("0150", "OSLO"), ("7049", "TRONDHEIM"), ("5003", "BERGEN"), ("9008", "TROMSØ"),
        ("4006", "STAVANGER"),
        ("6002", "ÅLESUND"), ("8001", "BODØ"), ("3015", "DRAMMEN"), ("1607", "FREDRIKSTAD"),
        ("9900", "KIRKENES"),
    ]
    static let departments = [
        "SERVICE DESK", "IT-DRIFT", "Økonomi", "HMS & Kvalitet", "SALG ØST", "Lager Ålesund",
        "Prosjekt \"Ærfugl\"",
        "Vedlikehold\\Båt", "LØNN", "Kundesenter", "Forskning/Utvikling", "Styret",
    ]
    static let devices = ["Heis", "Strømmåler", "Alarm", "Bom", "Ladestasjon", "Værstasjon", "Pumpe", "Bil"]
}
