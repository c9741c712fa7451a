// Audits: external lists compared with the mirror, and the results.

extension Relation {
    package static let audit = Relation(
        "audit",
        Wording(
            """
            One row per audited list (an invoice, employees, devices), compared with \
            the mirror.
            """,
            norwegian: """
                Én rad for hver liste fra andre (faktura, ansatte, enheter) som ble holdt opp mot speilet.
                """),
        storage: .view,
        identity: [
            Column(
                "id", .integer, isKnown: true,
                english: "The audit's number, from 1.",
                norwegian: "Teller kontrollene, fra 1.")
        ],
        content: [
            Column(
                "name", .text, isKnown: true,
                english: "The audit's name; audits with the same name are compared.",
                norwegian: "Hva listen er en av; kontroller med samme navn sammenlignes med hverandre."),
            Column(
                "file_name", .text, .reference, isKnown: true,
                english: "The file's name, without its folder.",
                norwegian: "Filens navn, uten mappen."),
            Column(
                "file_hash", .text, isKnown: true,
                english: "SHA-256 of the file, in hexadecimal digits.",
                norwegian: "SHA-256 av filen, i heksadesimale sifre."),
            Column(
                "audited_at", .instant, isKnown: true,
                english: "When it was audited. UTC.",
                norwegian: "Når den ble kontrollert. UTC."),
            Column(
                "as_of", .instant, isKnown: true,
                english: "The list was compared with what the mirror had observed before this moment. UTC.",
                norwegian: "Listen ble sammenlignet med det speilet hadde observert før dette. UTC."),
            Column(
                "as_of_date", .date, isKnown: true,
                english: "The day of that moment in report.time_zone.",
                norwegian: "Dagen for det tidspunktet der bedriften er."),
            Column(
                "period_from_date", .date, isKnown: true,
                english: "The first day of the list's month.",
                norwegian: "Den første dagen listen gjelder."),
            Column(
                "number_column", .text, isKnown: true,
                english: "The list's name for its column of numbers.",
                norwegian: "Listens navn på kolonnen med numre."),
            Column(
                "lines_per_number", .text, isKnown: true,
                english: """
                    one: a second line of a number is doubled; many: a line is doubled when it is the \
                    same in every column.
                    """,
                norwegian: """
                    one: en linje til for et nummer er dobbel; many: en linje er dobbel når den er lik i \
                    alle kolonner.
                    """),
            Column(
                "row_count", .integer, isKnown: true,
                english: "All rows of the file: its lines and those of the four counts below.",
                norwegian: "Alle rader i filen: linjene og radene i de fire antallene nedenfor."),
            Column(
                "line_count", .integer, isKnown: true,
                english: "Rows with a number, or that should have one; see audit_total.",
                norwegian: "Rader som sier noe om et nummer, eller skulle gjort det; se audit_total."),
            Column(
                "header_count", .integer, isKnown: true,
                english: "Rows of the header, repeated ones included.",
                norwegian: "Overskriftsrader, gjentatte medregnet."),
            Column(
                "remark_count", .integer, isKnown: true,
                english: "Rows of titles, page breaks and group names.",
                norwegian: "Rader med titler, sideskift og gruppenavn."),
            Column(
                "total_count", .integer, isKnown: true,
                english: "Rows of totals, which do not count as lines.",
                norwegian: "Rader med summer, som ikke er linjer."),
            Column(
                "blank_count", .integer, isKnown: true,
                english: "Empty rows.",
                norwegian: "Tomme rader."),
            Column(
                "amount", .decimal,
                english: "The exact sum of the lines' amounts. NULL: the list has no amounts.",
                norwegian: "Den nøyaktige summen av linjene. NULL: listen har ingen beløp."),
            Column(
                "stated_amount", .decimal,
                english: """
                    The total stated in the list: the one that equals the sum of the lines, else the \
                    last. NULL: none.
                    """,
                norwegian: """
                    Summen listen oppgir: den som er lik summen av linjene, ellers den siste. NULL: ingen.
                    """),
        ],
        indexes: ["name"])

    package static let auditTotal = Relation(
        "audit_total",
        Wording(
            """
            The results of each audit, added up: lines and amounts of the six results equal those of the list. \
            It does not change when a person is forgotten.
            """,
            norwegian: """
                Det hver kontroll fant, summert: linjene og beløpene i de seks resultatene er listens. Står \
                uendret når en person glemmes.
                """),
        storage: .view,
        identity: [
            Column(
                "audit_id", .integer, isKnown: true, refersTo: "audit",
                english: "The audit.", norwegian: "Kontrollen."),
            Column(
                "result", .text, isKnown: true,
                english: "See audit_entry.", norwegian: "Se audit_entry."),
        ],
        content: [
            Column(
                "line_count", .integer, isKnown: true,
                english: "Lines of the list; 0 for only here, as those numbers have no lines.",
                norwegian: "Linjer i listen; 0 for only here, for de numrene har ingen."),
            Column(
                "number_count", .integer, isKnown: true,
                english: "Different numbers.", norwegian: "Forskjellige numre."),
            Column(
                "amount", .decimal,
                english: "The exact sum of the lines. NULL: no amounts.",
                norwegian: "Den nøyaktige summen av linjene. NULL: ingen beløp."),
        ])

    package static let auditEntry = Relation(
        "audit_entry",
        Wording(
            """
            Every line of an audited list with its result, every row skipped as a total or a \
            title, and every number missing from the list. For a forgotten person the number is removed; the result \
            and the amount stay.
            """,
            norwegian: """
                Hver linje i en kontrollert liste med vurderingen, hver rad som ble utelatt som sum eller \
                tittel, og hvert nummer listen mangler. Om en glemt person fjernes nummeret; resultatet og \
                beløpet blir stående.
                """),
        storage: .view,
        identity: [
            Column(
                "audit_id", .integer, isKnown: true, refersTo: "audit",
                english: "The audit.", norwegian: "Kontrollen."),
            Column(
                "entry", .integer, isKnown: true,
                english:
                    "The entry's number: lines in their order, skipped rows, then missing numbers.",
                norwegian:
                    "Teller postene i kontrollen: linjene i rekkefølge, utelatte rader, så det den mangler."),
        ],
        content: [
            Column(
                "line", .integer,
                english: "The line of the file, or the row of its sheet. NULL: the number is not in it.",
                norwegian: "Linjen i filen, eller raden i arket. NULL: nummeret er ikke i den."),
            Column(
                "msisdn", .text, .listed,
                english: "The number. NULL: it could not be read, or was forgotten.",
                norwegian: "Nummeret. NULL: det kunne ikke leses, eller er glemt."),
            Column(
                "result", .text, isKnown: true,
                english: """
                    matched; only there: not in the mirror, gone, or ended before the period; only here: \
                    alive, and not in the list; differing: see audit_difference; doubled; unreadable; or left \
                    out: a total, a title or a page break, which is no line.
                    """,
                norwegian: """
                    matched (stemmer); only there (bare i listen: ikke i speilet, borte eller avsluttet før \
                    perioden); only here (bare her: i live, men ikke i listen); differing (avviker: se \
                    audit_difference); doubled (dobbel); unreadable (uleselig) eller left out (utelatt: sum, \
                    tittel eller sideskift, ikke en linje).
                    """),
            Column(
                "reason", .text,
                english: """
                    Why it is only there, unreadable or left out; the number's state where it is only here. NULL: \
                    nothing to say.
                    """,
                norwegian: """
                    Hvorfor den bare er i listen, er uleselig eller utelatt; nummerets tilstand der det bare er her. \
                    NULL: ingenting å si.
                    """),
            Column(
                "amount", .decimal,
                english: "The line's amount, in decimal digits. NULL: none, or not readable.",
                norwegian: "Beløpet på linjen, i desimalsifre. NULL: ikke noe, eller uleselig."),
            Column(
                "cost_centre", .text, .reference,
                english: """
                    The number's cost centre at the moment of the audit, by the settings at that time. NULL: \
                    none, or only a forgotten person had it.
                    """,
                norwegian: """
                    Nummerets kostnadssted på tidspunktet for kontrollen, etter innstillingene da. NULL: \
                    ikke noe, eller bare en glemt person hadde det.
                    """),
            Column(
                "account_id", .text,
                english: "The number's account at that moment. NULL: none, not known, or as above.",
                norwegian: "Nummerets konto på det tidspunktet. NULL: ingen, ukjent, eller som over."),
            Column(
                "repeats_line", .integer,
                english: "The earlier line that a doubled one repeats. NULL: it repeats none.",
                norwegian: "Den tidligere linjen som en dobbel gjentar. NULL: den gjentar ingen."),
            Column(
                "sheet", .text,
                english: "The sheet of the line. NULL: the file has one, or the number is not in it.",
                norwegian: "Arket linjen står i. NULL: filen har ett, eller nummeret er ikke i den."),
            Column(
                "repeats_sheet", .text,
                english: "The sheet of the line that it repeats. NULL: as above.",
                norwegian: "Arket med linjen den gjentar. NULL: som over."),
        ],
        indexes: ["msisdn"])

    package static let auditDifference = Relation(
        "audit_difference",
        Wording(
            "The differing values of a line, in the list and in the mirror; for a skipped total, its stated amount.",
            norwegian: """
                Det en avvikende linje sier om et nummer, ved siden av det speilet hadde; det en utelatt sum \
                oppgir.
                """),
        storage: .view,
        identity: [
            Column(
                "audit_id", .integer, isKnown: true, refersTo: "audit",
                english: "The audit.", norwegian: "Kontrollen."),
            Column(
                "entry", .integer, isKnown: true,
                english: "The line, in audit_entry.", norwegian: "Linjen, i audit_entry."),
            Column(
                "field", .text, isKnown: true,
                english: """
                    What differs: cost_centre, user, owner, owner_org_number, subscription_type, account, \
                    user_reference1 to 3, or icc_id; amount: of a total.
                    """,
                norwegian: """
                    Hva som avviker: cost_centre, user, owner, owner_org_number, subscription_type, account, \
                    user_reference1 til 3 eller icc_id; amount: for en sum.
                    """),
        ],
        content: [
            Column(
                "file_value", .text, .name, isKnown: true,
                english: "The value in the list. It may be a name and has the privacy class of names.",
                norwegian: "Det listen sier. Det kan være et navn, så det utleveres som navn."),
            Column(
                "mirror_value", .text, .name,
                english: "The value in the mirror. It may be a name, too. NULL: none.",
                norwegian: "Det speilet hadde. Det kan også være et navn. NULL: ingenting."),
        ])
}
