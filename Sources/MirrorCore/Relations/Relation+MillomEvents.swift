// Relations with events at Millom: purchases and notifications, as recorded in the journal.

extension Relation {
    package static let millomPurchase = Relation(
        "millom_purchase",
        Wording(
            """
            One row per purchase of an offer, with its result. For a forgotten person \
            the amount, the plan and the times stay.
            """,
            norwegian: """
                Én rad for hvert tilbud som skulle aktiveres, med utfallet. Om en glemt person blir \
                beløpet, pakken og tidene stående.
                """),
        storage: .view,
        identity: [
            Column(
                "transid", .text, isKnown: true,
                english: "The id of the purchase, which its request carried.",
                norwegian: "Id-en på kjøpet, som forespørselen hadde med seg.")
        ],
        content: [
            Column(
                "subscriber", .text, .number,
                english: "The subscriber, as in millom_subscriber. NULL: forgotten.",
                norwegian: "Abonnenten det gjaldt, som i millom_subscriber. NULL: glemt."),
            Column(
                "operator", .text, isKnown: true,
                english: "The operator in the request; '' if Millom was to find it.",
                norwegian: "Operatøren det ble spurt hos; '' der Millom skulle finne den."),
            Column(
                "plan_id", .text, isKnown: true,
                english: "The operator's id of the plan that was bought.",
                norwegian: "Operatørens id på pakken som ble kjøpt."),
            Column(
                "state", .text,
                english: """
                    Its state: intended, processing, completed, failed, unknown or abandoned. NULL: \
                    the mirror has no event of it yet.
                    """,
                norwegian: """
                    Hvordan det står til: intended (planlagt), processing (under behandling), completed \
                    (fullført), failed (mislyktes), unknown (ukjent) eller abandoned (oppgitt). NULL: \
                    speilet har ingen hendelse ennå.
                    """),
            Column(
                "fund_source", .text,
                english: "The fund source: WALLET or LOAN.",
                norwegian: "Hva som betaler: WALLET eller LOAN."),
            Column(
                "cost", .decimal,
                english: "The price as it was offered, in decimal digits. NULL: not known.",
                norwegian: "Prisen slik den ble tilbudt, i desimalsifre. NULL: ikke kjent."),
            Column(
                "currency", .text,
                english: "The price's currency, an ISO 4217 code. NULL: not known.",
                norwegian: "Prisens valuta, en ISO 4217-kode. NULL: ikke kjent."),
            Column(
                "asked_by", .text, .name,
                english: "The user of this machine who asked for it. NULL: not known, or forgotten.",
                norwegian: "Hvem som ba om det, på denne maskinen. NULL: ikke kjent, eller glemt."),
            Column(
                "opened_at", .instant,
                english: "When it was decided, before anything was sent. UTC.",
                norwegian: "Når det ble bestemt, før noe ble sendt. UTC."),
            Column(
                "closed_at", .instant,
                english: "When it was first completed, failed or abandoned. UTC. NULL: it is still open.",
                norwegian: """
                    Når det først ble fullført, mislyktes eller ble oppgitt. UTC. NULL: det er åpent.
                    """),
            Column(
                "confirmation_code", .text, .number,
                english: "The operator's receipt. NULL: none, or forgotten.",
                norwegian: "Operatørens kvittering. NULL: ingen, eller glemt."),
            Column(
                "error_cause", .text,
                english: """
                    Why it failed, Millom's error code: that of the last event with one. NULL: nothing \
                    failed.
                    """,
                norwegian: """
                    Hvorfor det mislyktes, med Milloms ord: det i den siste hendelsen med et. NULL: \
                    ingenting mislyktes.
                    """),
        ],
        indexes: ["subscriber", "opened_at"])

    package static let millomPurchaseEvent = Relation(
        "millom_purchase_event",
        Wording(
            "All events of each purchase, in order.",
            norwegian: "Alt som skjedde med hvert kjøp, i rekkefølge."),
        storage: .view,
        identity: [
            Column(
                "transid", .text, isKnown: true,
                english: "The purchase, in millom_purchase.",
                norwegian: "Kjøpet, i millom_purchase."),
            Column(
                "number", .integer, isKnown: true,
                english: "Counts the events of the purchase, from 1.",
                norwegian: "Teller hendelsene i kjøpet, fra 1."),
        ],
        content: [
            Column(
                "at", .instant,
                english: "When it happened. UTC.",
                norwegian: "Når det skjedde. UTC."),
            Column(
                "kind", .text, isKnown: true,
                english: """
                    What happened: intended, sent, completed, processing, failed, unknown, abandoned, \
                    callback_completed, callback_failed, resolved_completed or resolved_failed.
                    """,
                norwegian: """
                    Hva som skjedde: intended, sent, completed, processing, failed, unknown, abandoned, \
                    callback_completed, callback_failed, resolved_completed eller resolved_failed.
                    """),
            Column(
                "state", .text, isKnown: true,
                english: """
                    The purchase's state after it: intended, processing, completed, failed, unknown or \
                    abandoned.
                    """,
                norwegian: """
                    Hvordan det sto til med kjøpet etterpå: intended (planlagt), processing (under \
                    behandling), completed (fullført), failed (mislyktes), unknown (ukjent) eller \
                    abandoned (oppgitt).
                    """),
            Column(
                "message", .text, .reference,
                english: "The message of Millom, the operator or a person. NULL: none, or forgotten.",
                norwegian: "Hva Millom, operatøren eller en person sa om det. NULL: ingenting, eller glemt."),
            Column(
                "error_cause", .text,
                english: "Why it failed, in Millom's word. NULL: it did not fail.",
                norwegian: "Hvorfor det mislyktes, med Milloms ord. NULL: det mislyktes ikke."),
            Column(
                "confirmation_code", .text, .number,
                english: "The operator's receipt. NULL: none, or forgotten.",
                norwegian: "Operatørens kvittering. NULL: ingen, eller glemt."),
            Column(
                "recorded_by", .text, .name,
                english: """
                    Who or what recorded it: a command, the receiver, a person. NULL: not known, or \
                    forgotten.
                    """,
                norwegian: """
                    Hvem eller hva som skrev det ned: en kommando, mottakeren, en person. NULL: ikke \
                    kjent, eller glemt.
                    """),
        ])

    package static let millomNotification = Relation(
        "millom_notification",
        Wording(
            """
            Notifications from Millom: data running low, a plan that expired, money \
            that came.
            """,
            norwegian: """
                Det Millom meldte av seg selv: lite data igjen, en pakke som utløp, penger som kom \
                inn.
                """),
        storage: .view,
        content: [
            Column(
                "transaction_id", .text, isKnown: true,
                english: "The sender's id of the notification.",
                norwegian: "Avsenderens id på meldingen."),
            Column(
                "received_at", .instant, isKnown: true,
                english: "When it was received. UTC.",
                norwegian: "Når den ble mottatt. UTC."),
            Column(
                "subscriber", .text, .number, isKnown: true,
                english: "The subscriber; in millom_subscriber if it is read from Millom.",
                norwegian: "Abonnenten den gjelder; i millom_subscriber der det spørres om den."),
            Column(
                "key_type", .text, isKnown: true,
                english: "The kind of the id: MSISDN, CPID or OPET.",
                norwegian: "Hva slags id det er: MSISDN, CPID eller OPET."),
            Column(
                "operator", .text,
                english: "The operator's name. NULL: not named.",
                norwegian: "Operatørens navn. NULL: ikke oppgitt."),
            Column(
                "type", .text,
                english: """
                    What happened, such as low-data, pack-expired or monetary-reload. NULL: not named, \
                    as with an offer.
                    """,
                norwegian: """
                    Hva som skjedde, for eksempel low-data, pack-expired eller monetary-reload. NULL: \
                    ikke oppgitt, som ved et tilbud.
                    """),
            Column(
                "plan_id", .text,
                english: "The operator's id of the plan. NULL: none.",
                norwegian: "Operatørens id på pakken den gjelder. NULL: ingen."),
            Column(
                "plan_balance", .integer,
                english: "The plan's remaining quota, in bytes. NULL: unlimited, or not named.",
                norwegian: "Hva som er igjen av pakken, i byte. NULL: ubegrenset, eller ikke oppgitt."),
            Column(
                "plan_quota", .integer,
                english: "The plan's initial quota, in bytes. NULL: unlimited, or not named.",
                norwegian: "Hva pakken begynte med, i byte. NULL: ubegrenset, eller ikke oppgitt."),
            Column(
                "plan_expires_at", .instant,
                english: "When the plan expires or expired. UTC. NULL: not named.",
                norwegian: "Når pakken utløper eller utløp. UTC. NULL: ikke oppgitt."),
            Column(
                "total_balance", .decimal,
                english: "The subscriber's money after it, in decimal digits. NULL: not named.",
                norwegian: "Abonnentens penger etterpå, i desimalsifre. NULL: ikke oppgitt."),
            Column(
                "delta_balance", .decimal,
                english: "The change of the money, in decimal digits. NULL: not named.",
                norwegian: "Hvor mye pengene endret seg, i desimalsifre. NULL: ikke oppgitt."),
            Column(
                "currency", .text,
                english: "The money's currency, an ISO 4217 code. NULL: not named.",
                norwegian: "Pengenes valuta, en ISO 4217-kode. NULL: ikke oppgitt."),
        ],
        order: [
            "received_at", "transaction_id", "subscriber", "type", "plan_id", "delta_balance",
            "total_balance",
            "plan_balance", "plan_expires_at",
        ],
        indexes: ["received_at"])
}
