// Relations with closed months.

extension Relation {
    package static let monthClosing = Relation(
        "month_closing",
        Wording(
            "Closings of months, reopened ones included.",
            norwegian: "Avslutningene av måneder, også de som er gjenåpnet."),
        past: .unknown,
        identity: [
            Column(
                "id", .integer, isKnown: true,
                english: "The closing's number, in the order in which months were closed.",
                norwegian: "Avslutningens nummer, i den rekkefølgen månedene ble avsluttet.")
        ],
        content: [
            Column(
                "month", .text, isKnown: true,
                english: "The month, YYYY-MM.",
                norwegian: "Måneden, ÅÅÅÅ-MM."),
            Column(
                "closed_at", .instant, isKnown: true,
                english: "The time of the closing: what was observed before counts. UTC.",
                norwegian: "Når den ble avsluttet: det som ble observert før, teller. UTC."),
            Column(
                "from_at", .instant, isKnown: true,
                english: "When the month began. UTC.",
                norwegian: "Når måneden begynte. UTC."),
            Column(
                "to_at", .instant, isKnown: true,
                english: "When it ended. UTC.",
                norwegian: "Når den sluttet. UTC."),
            Column(
                "time_zone", .text, isKnown: true,
                english: "The time zone of its days.",
                norwegian: "Tidssonen for dagene i den."),
            Column(
                "cost_centre_reference", .text, isKnown: true,
                english: "The field that holds the cost centre: report.cost_centre.",
                norwegian: "Referansen kostnadsstedene ble funnet i: report.cost_centre."),
            Column(
                "cost_centre_pattern", .text,
                english: "The pattern that extracts it. NULL: the whole reference.",
                norwegian: "Mønsteret de ble funnet med. NULL: hele referansen."),
            Column(
                "cost_centre_fold", .boolean, isKnown: true,
                english:
                    "Whether spellings that differ only in case, blanks or Unicode form are one cost centre.",
                norwegian:
                    "Om skrivemåter som bare skiller seg i store bokstaver, mellomrom eller Unicode-form, var ett."
            ),
            Column(
                "subscription_count", .integer, isKnown: true,
                english: "How many subscriptions counted at the month's end.",
                norwegian: "Hvor mange abonnementer som telte ved månedens slutt."),
            Column(
                "gap_count", .integer, isKnown: true,
                english: "How many parts of the month are not covered by a search; changes may be missing.",
                norwegian: "Hvor mange deler av måneden som ikke er dekket av noe søk; endringer kan mangle."),
            Column(
                "completeness", .text, isKnown: true,
                english: "The relation completeness when it was closed, as JSON.",
                norwegian: "Relasjonen completeness da den ble avsluttet, som JSON."),
            Column(
                "previous_id", .integer, refersTo: "month_closing",
                english: "The closing before, whose checksum is part of this one's. NULL: the first.",
                norwegian: "Avslutningen før, der kontrollsummen er en del av denne. NULL: den første."),
            Column(
                "checksum", .text, isKnown: true,
                english: "The SHA-256 of the whole closing and of the previous checksum: see month verify.",
                norwegian: "SHA-256 av alt sammen og av kontrollsummen før: se month verify."),
            Column(
                "reopened_at", .instant,
                english: "When it was reopened. UTC. NULL: it is valid.",
                norwegian: "Når den ble trukket tilbake. UTC. NULL: den gjelder."),
            Column(
                "reopened_because", .text, .reference,
                english: "The reason for reopening it.",
                norwegian: "Grunnen som ble oppgitt for det."),
        ])

    package static let monthSubscription = Relation(
        "month_subscription",
        Wording(
            """
            The subscriptions that a month was closed with: a row for each month and each of them, as it was \
            known when the month was closed.
            """,
            norwegian: """
                Abonnementene en måned ble avsluttet med: én rad for hver måned og hvert av dem, slik det var \
                kjent da måneden ble avsluttet.
                """),
        storage: .view, past: .unknown,
        content: [
            month,
            Column(
                "msisdn", .text, .number,
                english: "The number. NULL: the person has been forgotten since.",
                norwegian: "Nummeret. NULL: personen er glemt siden."),
            Column(
                "state", .text, isKnown: true,
                english: "Its state on the month's last day, as in subscription_flat.state.",
                norwegian: "Som subscription_flat.state, på månedens siste dag."),
            Column(
                "subscription_type_id", .integer, refersTo: "subscription_type",
                english: "The type. NULL: not known.",
                norwegian: "Typen. NULL: ikke kjent."),
            Column(
                "cost_centre", .text, .reference,
                english: "The cost centre. NULL: none was written, or the pattern did not match.",
                norwegian: "Kostnadsstedet. NULL: ikke oppgitt, eller mønsteret passet ikke."),
            Column(
                "account_id", .text, refersTo: "account",
                english: "The invoice account. NULL: none, or not known then.",
                norwegian: "Fakturakontoen. NULL: ingen, eller ikke kjent da."),
            Column(
                "owner_org_number", .text, refersTo: "organization",
                english: "The organization that owned it. NULL: a person, or not known.",
                norwegian: "Organisasjonen som eide det. NULL: en person, eller ikke kjent."),
            Column(
                "valid_from_date", .date,
                english: "Its first day. NULL: not known, or the person was forgotten since.",
                norwegian: "Dets første dag. NULL: ikke kjent, eller personen er glemt siden."),
            Column(
                "valid_to_date", .date,
                english: "Its last day. NULL: none, or the person was forgotten since.",
                norwegian: "Dets siste dag. NULL: ingen, eller personen er glemt siden."),
        ],
        order: [
            "month", "msisdn", "state", "subscription_type_id", "cost_centre", "account_id",
            "owner_org_number", "valid_from_date", "valid_to_date",
        ],
        indexes: ["month"])

    package static let monthBridge = Relation(
        "month_bridge",
        Wording(
            """
            How the head count at the end of one month leads to that of the next, by group, as the month was \
            closed: opening + restated in - restated out + loaded + new + returned + moved in - moved out - \
            terminated - gone + reread in - reread out = closing; net, so that a number which came and went in the \
            month is in no figure.
            """,
            norwegian: """
                Hvordan antallet ved slutten av én måned fører til antallet ved slutten av den neste, per gruppe, \
                slik måneden ble avsluttet: åpning + korrigert inn - korrigert ut + lastet + nye + tilbake + \
                flyttet inn - flyttet ut - avsluttet - borte + lest inn - lest ut = slutt; netto, så et nummer som kom og gikk i \
                måneden, er ikke med.
                """),
        storage: .view, past: .unknown,
        content: [
            month, grouping,
            Column(
                "group_is", .text, isKnown: true,
                english: "As in the report bridge: account, no account, cost centre, missing, type, total, …",
                norwegian: "Som i rapporten bridge: account, no account, cost centre, missing, type, total, …"
            ),
            Column(
                "group_id", .text, .reference,
                english: "The number of the account, type or organization, or the cost centre.",
                norwegian: "Nummeret på kontoen, typen eller organisasjonen, eller kostnadsstedet."),
            Column(
                "group_name", .text, .reference,
                english: "The group's name at the closing.",
                norwegian: "Navnet den hadde da måneden ble avsluttet."),
            count(
                "opening_count", "Subscriptions at the end of the month before, as that was closed.",
                "Abonnementer ved slutten av måneden før, slik den ble avsluttet."),
            count(
                "restated_in_count", "Those now known to have counted then.",
                "De som nå er kjent for å ha telt der."),
            count(
                "restated_out_count", "Those now known not to have counted then.",
                "De som nå er kjent for ikke å ha telt der."),
            count(
                "loaded_count", "Those that the first load of the mirror found.",
                "De som den første lastingen av speilet fant."),
            count(
                "new_count", "Those that are new, or have a new holder.",
                "De som er nye, eller nå er noen andres."),
            count("returned_count", "Those that count again.", "De som teller igjen."),
            count("moved_in_count", "Those that came from another group.", "De som kom fra en annen gruppe."),
            count("moved_out_count", "Those that went to another group.", "De som gikk til en annen gruppe."),
            count(
                "terminated_count", "Those whose last day passed, or that have a new holder.",
                "De som har hatt sin siste dag, eller nå er noen andres."),
            count("gone_count", "Those that the API no longer had.", "De som API-et ikke hadde lenger."),
            count(
                "reread_in_count",
                "Those that count because a new program version read their stored documents differently; nothing happened to them.",
                "De som teller fordi en ny versjon leste de lagrede dokumentene deres på nytt; intet skjedde med dem."
            ),
            count(
                "reread_out_count", "Those that stopped counting for the same reason.",
                "De som sluttet å telle av samme grunn."),
            count(
                "closing_count", "Subscriptions at the end of the month.",
                "Abonnementer ved slutten av måneden."),
        ],
        order: ["month", "grouping", "group_is", "group_id"])

    package static let monthEvent = Relation(
        "month_event",
        Wording(
            "The numbers behind the figures of month_bridge.",
            norwegian: "Numrene bak tallene i month_bridge."),
        storage: .view, past: .unknown,
        content: [
            month, grouping,
            Column(
                "figure", .text, isKnown: true,
                english: """
                    restated-in, restated-out, loaded, new, returned, moved-in, moved-out, terminated, gone, \
                    reread-in or reread-out.
                    """,
                norwegian: """
                    restated-in (korrigert inn), restated-out (korrigert ut), loaded (lastet), new (ny), returned \
                    (tilbake), moved-in (flyttet inn), moved-out (flyttet ut), terminated (avsluttet), gone (borte), \
                    reread-in (lest inn) eller reread-out (lest ut).
                    """),
            Column(
                "msisdn", .text, .number,
                english: "The number. NULL: the person has been forgotten since.",
                norwegian: "Nummeret. NULL: personen er glemt siden."),
            Column(
                "from_group", .text, .reference,
                english:
                    "The group in which it counted before, such as account:70001. NULL: it did not count.",
                norwegian: "Gruppen det telte i før, for eksempel account:70001. NULL: det telte ikke."),
            Column(
                "to_group", .text, .reference,
                english: "The group in which it counted afterwards. NULL: it did not count.",
                norwegian: "Gruppen det teller i da. NULL: det teller ikke."),
        ],
        order: ["month", "grouping", "figure", "msisdn", "from_group", "to_group"])

    private static let month = Column(
        "month", .text, isKnown: true, english: "The month, YYYY-MM.", norwegian: "Måneden, ÅÅÅÅ-MM.")

    private static let grouping = Column(
        "grouping", .text, isKnown: true,
        english: "The grouping: total, account, cost-centre, type or organization.",
        norwegian: "Hvordan gruppene er laget: total, account, cost-centre, type eller organization.")

    private static func count(_ name: String, _ english: String, _ norwegian: String) -> Column {
        Column(name, .integer, isKnown: true, english: english, norwegian: norwegian)
    }
}
